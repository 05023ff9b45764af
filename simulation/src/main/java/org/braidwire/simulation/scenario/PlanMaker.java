package org.braidwire.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.Outage;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.KeepAlive;

/** Makes a plan of a seed: at least two paths, 1 MiB each way, three kinds of fault and one outage. Used once. */
final class PlanMaker {
  static final long BYTES_EACH_WAY = 1 << 20;
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final int MIN_SEND_BUFFER = 128 << 10;
  private static final int MAX_SEND_BUFFER = 1 << 20;
  private static final int KINDS = 7;
  private static final int MIN_KINDS = 4;

  /** The share of calm plans in which the server is gone for good at the end; drawn apart. */
  private static final double SERVER_GONE = 0.04;

  /** One seed in this many starts before a wrap of some sequence space. */
  private static final int WRAP_EVERY = 5;

  private final long seed;
  private final SeededRandom random;

  /** The plan of a seed's {@code draw}-th attempt, from 0. */
  PlanMaker(final long seed, final int draw) {
    this.seed = seed;
    this.random = new SeededRandom(seed).fork(draw == 0 ? "plan" : "plan " + draw);
  }

  ScenarioPlan make() {
    final ScenarioPlan plan = withoutEnd();
    return plan.isCalm() && random.fork("server gone").chance(SERVER_GONE) ? plan.withServerGone() : plan;
  }

  /** A plan that leaves the server alone when the transfer is done. */
  private ScenarioPlan withoutEnd() {
    final List<LinkPlan> links = links();
    final MiddleboxPlan middlebox = middlebox();
    final boolean calm = middlebox == MiddleboxPlan.NONE;
    final boolean crash = calm && random.chance(0.04);
    final boolean abort = calm && !crash && random.chance(0.04);
    final long abortAtBytes = abort ? random.between(BYTES_EACH_WAY / 8, BYTES_EACH_WAY) : MishapPlan.NEVER;
    final long crashAtBytes = crash ? random.between(BYTES_EACH_WAY / 8, BYTES_EACH_WAY / 4) : MishapPlan.NEVER;
    final boolean clientPlain = calm && random.chance(0.04);
    final boolean serverPlain = calm && random.chance(0.04);
    final boolean narrow = middlebox == MiddleboxPlan.INFLATE_WINDOWS;
    final boolean clientLast = random.chance(0.3);
    final List<OutagePlan> outages = outages(links.size(), Math.min(abortAtBytes, crashAtBytes));
    final long healAfterNs =
        random.chance(0.3) ? random.between(8 * SECOND, 20 * SECOND) : random.between(SECOND, 6 * SECOND);
    final StackConfig clientStack = stack(!clientPlain, narrow);
    final StackConfig serverStack = stack(!serverPlain, narrow);
    final AppBehaviour clientApp = app(clientLast);
    final AppBehaviour serverApp = app(!clientLast && random.chance(0.3));
    final MishapPlan mishaps = new MishapPlan(abortAtBytes, crashAtBytes, sometimes(0.2), sometimes(0.15), false);
    final SequenceStart start = start(middlebox);
    final HostPlan client = new HostPlan(clientStack, clientApp, shape("client threads"));
    final HostPlan server = new HostPlan(serverStack, serverApp, shape("server threads"));
    return new ScenarioPlan(
        seed, links, outages, healAfterNs, middlebox, client, server, BYTES_EACH_WAY, mishaps, start);
  }

  private long sometimes(final double probability) {
    return random.chance(probability) ? random.between(1, 2 * BYTES_EACH_WAY) : MishapPlan.NEVER;
  }

  /** Drawn apart, so that the rest of the plan does not move with it. */
  private ThreadShape shape(final String label) {
    final SeededRandom own = random.fork(label);
    return own.chance(0.35)
        ? new ThreadShape(
            true, own.between(1_000L, 100_000L), own.chance(0.5) ? own.between(0.0, 0.01) : 0, 10 * MS)
        : ThreadShape.ONE_THREAD;
  }

  private List<LinkPlan> links() {
    final int count = random.chance(0.2) ? 3 : 2;
    final boolean backup = random.chance(0.2);
    final boolean strong = random.chance(0.25);
    final int kinds = kinds();
    final List<LinkPlan> links = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      final Impairment there = base();
      final Impairment back = random.chance(0.3) ? base() : there;
      final Impairment fromClient = faulty(there, kinds, strong);
      final Impairment fromServer = faulty(back, kinds, strong);
      links.add(new LinkPlan(
          fromClient,
          fromServer,
          backup && i == count - 1,
          card("client card " + i),
          card("server card " + i)));
    }
    return links;
  }

  /** Drawn apart, so that the rest of the plan does not move with it. */
  private CardTraits card(final String label) {
    return new CardMaker(random.fork(label)).make();
  }

  /** Kinds of fault as bits; one more than must hit something, for chance may spare a transfer. */
  private int kinds() {
    int kinds = 0;
    while (Integer.bitCount(kinds) < MIN_KINDS) {
      kinds |= 1 << random.between(0, KINDS - 1);
    }
    return kinds;
  }

  private Impairment base() {
    final double megabits = 5 * Math.exp(random.nextDouble() * Math.log(20));
    final long rate = (long) (megabits * 1_000_000);
    final long delayNs = random.chance(0.3) ? random.between(50_000L, MS) : random.between(MS, 40 * MS);
    return Impairment.clean(rate, random.between(30_000, 500_000), delayNs);
  }

  private Impairment faulty(final Impairment base, final int kinds, final boolean strong) {
    final double scale = strong ? 5 : 1;
    Impairment link = base;
    if ((kinds & 1) != 0) {
      link = link.withLoss(random.between(0.01, 0.06) * scale);
    }
    if ((kinds & 2) != 0) {
      link = link.withBurst(
          new Impairment.Burst(0.005 * scale, random.between(0.1, 0.5), random.between(0.5, 1.0)));
    }
    if ((kinds & 4) != 0) {
      link = link.withJitter(random.between(MS / 10, 10 * MS));
    }
    if ((kinds & 8) != 0) {
      link = link.withReorder(random.between(0.01, 0.05) * scale, random.between(MS, 30 * MS));
    }
    if ((kinds & 16) != 0) {
      link = link.withDuplication(random.between(0.01, 0.1) * scale);
    }
    if ((kinds & 32) != 0) {
      link = link.withCorruption(random.between(0.01, 0.03) * scale);
    }
    if ((kinds & 64) != 0) {
      link = link.withQueue(random.between(4_500, 15_000));
    }
    return link;
  }

  /** The first outage comes before {@code limitBytes}, where an abort or a crash ends everything. */
  private List<OutagePlan> outages(final int links, final long limitBytes) {
    final List<OutagePlan> outages = new ArrayList<>();
    if (random.chance(0.1)) {
      outages.add(new OutagePlan(0, kind(), 0, random.between(200 * MS, 2 * SECOND)));
    }
    final long firstBefore = Math.min(limitBytes, BYTES_EACH_WAY * 3 / 4);
    outages.add(new OutagePlan(0, kind(), random.between(firstBefore / 10, firstBefore), outageNs()));
    final int more = random.between(0, 2);
    for (int i = 0; i < more; i++) {
      final long atBytes = random.between(BYTES_EACH_WAY / 20, 2 * BYTES_EACH_WAY);
      outages.add(new OutagePlan(random.between(0, links - 1), kind(), atBytes, outageNs()));
    }
    return outages;
  }

  private long outageNs() {
    return random.between(100 * MS, 4 * SECOND);
  }

  private Outage kind() {
    return random.chance(0.5) ? Outage.SILENT : Outage.CARRIER_DOWN;
  }

  private MiddleboxPlan middlebox() {
    final MiddleboxPlan[] plans = MiddleboxPlan.values();
    return random.chance(0.65) ? MiddleboxPlan.NONE : plans[random.between(1, plans.length - 1)];
  }

  private StackConfig stack(final boolean multipath, final boolean narrow) {
    final int receive = narrow || random.chance(0.3) ? 64 << 10 : random.between(128 << 10, 1 << 20);
    return StackConfig.defaults()
        .withBuffers(receive, sendBuffer())
        .withChecksum(random.chance(0.3))
        .withMultipath(multipath)
        .withNoDelay(random.chance(0.8))
        .withKeepAlive(keepAlive());
  }

  /** In vain for longer than outages last, so that only a peer that is gone is given up. Drawn apart, as cards are. */
  private KeepAlive keepAlive() {
    final SeededRandom own = random.fork("keep-alive");
    return own.chance(0.25)
        ? new KeepAlive(own.between(SECOND, 3 * SECOND), own.between(SECOND, 2 * SECOND), 15)
        : KeepAlive.OFF;
  }

  /** A small one is soon used again, maybe while a card still holds some of it. Drawn apart, as cards are. */
  private int sendBuffer() {
    final SeededRandom own = random.fork("send buffer");
    return own.chance(0.5) ? own.between(MIN_SEND_BUFFER, MAX_SEND_BUFFER / 2) : MAX_SEND_BUFFER;
  }

  /** At most one side may wait for the other's end. */
  private AppBehaviour app(final boolean closesLast) {
    final boolean small = random.chance(0.15);
    final boolean paced = random.chance(0.15);
    final boolean slowReader = random.chance(0.25);
    return new AppBehaviour(
        small ? 300 : 1000,
        small ? 2000 : MptcpConnection.MAX_CLAIM_BYTES,
        paced ? random.between(100_000L, 2 * MS) : 0,
        slowReader ? random.between(4_000, 60_000) : 0,
        random.between(MS, 20 * MS),
        closesLast);
  }

  private SequenceStart start(final MiddleboxPlan middlebox) {
    if (middlebox == MiddleboxPlan.SHORTEN_SEQUENCES && random.chance(0.7)) {
      return SequenceStart.BEFORE_LOW_DATA_WRAP;
    }
    if (Math.floorMod(seed, WRAP_EVERY) != 0) {
      return SequenceStart.ANYWHERE;
    }
    final SequenceStart[] starts = SequenceStart.values();
    return starts[random.between(1, starts.length - 1)];
  }
}
