package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.braidwire.cli.options.FailureText;
import org.braidwire.cli.options.Shutdown;

/**
 * The play itself: sets the stage, lets one phase follow another as the slower direction gets on, makes the faults,
 * watches for standstill, and takes everything down again. One use, one thread; another one may ask whether it is
 * overdue, and give it up.
 */
final class DemoRun {
  private static final long TICK_NS = 20_000_000L;
  private static final long BACK_LIMIT_NS = 10_000_000_000L;
  private static final long JOIN_LIMIT_NS = 10_000_000_000L;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final String FAULTS = "the commands that make the faults";

  private final DemoPlan plan;
  private final DemoDisplay display;
  private final Supplier<DemoStage> stages;
  private final long startNs = System.nanoTime();
  private final RunLimits limits;
  private final List<PhaseRecord> records = new CopyOnWriteArrayList<>();
  private final StallWatch stalls = new StallWatch();
  private final StandstillWatch standstill;
  private volatile DemoStage stage;
  private volatile PhaseRecord current;
  private volatile EndSample own = EndSample.NOTHING;
  private volatile EndSample peer = EndSample.NOTHING;
  private SubflowSample link1Before;
  private long ownAtStart;
  private long peerAtStart;

  /** Who was asked last, and when the play last got on; while it plays nobody may take long. */
  private volatile String asked = "";

  private volatile long turnedNs;
  private volatile boolean playing;
  private volatile boolean abandoned;

  DemoRun(final DemoPlan plan, final DemoDisplay display) {
    this(plan, display, RunLimits.measured(), () -> DemoStage.set(plan));
  }

  DemoRun(final DemoPlan plan, final DemoDisplay display, final RunLimits limits, final Supplier<DemoStage> stages) {
    this.plan = plan;
    this.display = display;
    this.limits = limits;
    this.stages = stages;
    standstill = new StandstillWatch(plan);
  }

  /** Plays and reports. A run that could not be set up throws; one that failed says so in its summary. */
  DemoSummary play() {
    try (DemoStage set = stages.get()) {
      current = new PhaseRecord(DemoPhase.BOTH_LINKS, System.nanoTime());
      records.add(current);
      stage = set;
      set.announcements().forEach(display::say);
      final List<String> failures = new ArrayList<>();
      turnedNs = System.nanoTime();
      playing = true;
      try {
        while (!turn()) {
          LockSupport.parkNanos(TICK_NS);
        }
      } catch (final RuntimeException failure) {
        if (Shutdown.isUnderWay()) {
          throw failure;
        }
        failures.add(inPhase(FailureText.of(failure)));
      }
      playing = false;
      final long playedNs = System.nanoTime() - startNs;
      current.onEnd(System.nanoTime());
      final RunSummary summary = new RunSummary(plan, records, stalls, failures);
      if (abandoned) {
        return summary.ofSamples(set, own, peer, playedNs); // nobody waits for it
      }
      display.finish();
      return summary.ofEnds(set, own, peer, limits, playedNs);
    }
  }

  /** What has gone on for too long, or an empty string. Any thread. */
  String overdue(final long nowNs) {
    if (playing && nowNs - turnedNs > limits.stuckNs()) {
      return inPhase("no answer for " + limits.stuckNs() / NS_PER_SECOND + " s from " + asked);
    }
    if (nowNs - startNs <= limits.runNs()) {
      return "";
    }
    final String within = " within " + limits.runNs() / NS_PER_SECOND + " s";
    if (stage == null) {
      throw new DemoException("the demo was not set up" + within);
    }
    return inPhase("the run did not come to its end" + within);
  }

  /** Gives the run up: what is known of it. Any thread, once. */
  DemoSummary abandon(final String why) {
    abandoned = true;
    final long nowNs = System.nanoTime();
    current.onEnd(nowNs);
    return new RunSummary(plan, records, stalls, List.of(why)).ofSamples(stage, own, peer, nowNs - startNs);
  }

  /** Takes the links down, and with them their namespaces, whatever still hangs on them. Any thread. */
  void removeLinks() {
    stage.links().close();
  }

  /** One look at both ends; true when the play is over. */
  private boolean turn() {
    asked = plan.ownName();
    own = stage.own().sample();
    asked = plan.peerName();
    peer = stage.peer().sample();
    final long nowNs = System.nanoTime();
    turnedNs = nowNs;
    current.onSample(own, peer);
    final DemoPhase phase = current.phase();
    stalls.look(own.receivedBytes(), own.open() && mayBlamePeer(phase), nowNs);
    display.show(phase, own, peer, nowNs);
    if (own.ended() && peer.ended()) {
      return true;
    }
    fail(own.failure(), plan.ownName());
    fail(peer.failure(), plan.peerName());
    watch(nowNs);
    if (phase != DemoPhase.END && isOver(nowNs)) {
      begin(phase.next());
    }
    return false;
  }

  private static boolean mayBlamePeer(final DemoPhase phase) {
    return phase == DemoPhase.BOTH_LINKS || phase == DemoPhase.LINK_1_BACK;
  }

  private static void fail(final String failure, final String end) {
    if (!failure.isEmpty()) {
      throw new DemoException(end + ": " + failure);
    }
  }

  private void watch(final long nowNs) {
    standstill.look(own, peer, nowNs);
    final String stuck = standstill.find(current.phase() == DemoPhase.END, nowNs, limits.stuckNs());
    if (!stuck.isEmpty()) {
      throw new DemoException(stuck + " for " + limits.stuckNs() / NS_PER_SECOND + " s");
    }
    final long elapsedNs = nowNs - startNs;
    if (limits.isPlayOver(elapsedNs, Math.max(own.sentBytes(), peer.sentBytes()))) {
      throw new DemoException("not over after " + elapsedNs / NS_PER_SECOND + " s, of which a run has "
          + limits.digestedNs() / NS_PER_SECOND + " for the play and the digests after it");
    }
  }

  /** The phase, what is wrong in it, and the state of all subflows. */
  private String inPhase(final String wrong) {
    return "phase '" + current.phase().title() + "': " + wrong + own.describe(plan.ownName())
        + peer.describe(plan.peerName());
  }

  private boolean isOver(final long nowNs) {
    final long phaseNs = nowNs - current.startNs();
    final long slower = Math.min(own.receivedBytes(), peer.receivedBytes());
    final boolean farEnough =
        slower >= (long) (plan.sizeBytes() * current.phase().share());
    if (!own.open() || !peer.open() || phaseNs < plan.phaseNs()) {
      return false;
    }
    return switch (current.phase()) {
      case BOTH_LINKS -> farEnough && (own.establishedSubflows() >= plan.links() || phaseNs > JOIN_LIMIT_NS);
      case LINK_1_BACK -> hasLink1Carried(phaseNs) && farEnough;
      default -> farEnough && haveBothMoved();
    };
  }

  private boolean haveBothMoved() {
    return own.receivedBytes() > ownAtStart && peer.receivedBytes() > peerAtStart;
  }

  /** Whether the subflow of before the fault, not another in its place, has carried new bytes both ways. */
  private boolean hasLink1Carried(final long phaseNs) {
    final SubflowSample now = own.onLink(1);
    final boolean carried = link1Before != null
        && now != null
        && now.sameTuple(link1Before)
        && now.sentBytes() > link1Before.sentBytes()
        && now.receivedBytes() > link1Before.receivedBytes();
    if (!carried && phaseNs > BACK_LIMIT_NS) {
      throw new DemoException("link 1 did not carry new bytes both ways within 10 s\n    before: " + link1Before);
    }
    return carried;
  }

  private void begin(final DemoPhase phase) {
    stage.own().mark(phase.title());
    stage.peer().mark(phase.title());
    asked = FAULTS;
    final PhaseRecord next = new PhaseRecord(phase, System.nanoTime());
    current.onEnd(next.startNs());
    switch (phase) {
      case LINK_1_DOWN -> stage.links().setUp(1, false);
      case LINK_1_BACK -> {
        link1Before = own.onLink(1);
        stage.links().setUp(1, true);
      }
      case LINK_2_SILENT -> stage.links().silentDrop(2, true);
      case END -> {
        asked = plan.peerName();
        // Link 2 stays silent: what a host that has closed would answer to late copies is no part of the play.
        stage.own().finish();
        stage.peer().finish();
      }
      default -> throw new AssertionError(phase);
    }
    next.onEffective(System.nanoTime());
    ownAtStart = own.receivedBytes();
    peerAtStart = peer.receivedBytes();
    current = next;
    records.add(next);
  }
}
