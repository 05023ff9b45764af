package org.braidwire.simulation.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.braidwire.simulation.check.ByteStream;
import org.braidwire.simulation.check.Coverage;
import org.braidwire.simulation.check.CoverageObserver;
import org.braidwire.simulation.check.ProgressChecker;
import org.braidwire.simulation.check.WireChecker;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.CaptureFile;
import org.braidwire.simulation.network.NetworkObserver;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.simulation.network.SimulatedNetwork;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.simulation.network.VirtualClock;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.wire.IpAddress;

/**
 * One seed from the first frame to the last: two hosts, faults that end, one transfer each way, and after that
 * silence with nothing left. Owns its network and everything in it; one thread. Used once.
 */
public final class Scenario {
  static final int SERVER_PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;

  /** After the network has healed every byte arrives within this time, whatever back-off timers had reached. */
  private static final long DELIVERED_WITHIN_NS = 150 * SECOND_NS;

  /** Closing, lost FINs and TIME_WAIT are over by then. */
  private static final long GONE_WITHIN_NS = 400 * SECOND_NS;

  /**
   * A peer that is gone for good is noticed within this time (RFC 9293 3.8.3, R2): two minutes without an answer, the
   * first and the last wait, of a minute where the path was slow, and the minute in which a connection without subflows
   * may be joined.
   */
  private static final long GONE_PEER_NOTICED_WITHIN_NS = 330 * SECOND_NS;

  /** Frames still on their way, their answers, and the repeated announcement of an address after link-up. */
  private static final long SETTLED_WITHIN_NS = 5 * SECOND_NS;

  /** Both agents of an engine that was woken have run by then, taken off their core or not. */
  private static final long ASKED_WITHIN_NS = SECOND_NS / 10;

  private static final long SILENT_FOR_NS = 60 * SECOND_NS;

  /** Faults end at most this much later than planned. */
  private static final long HEAL_DELAY_NS = 20 * SECOND_NS;

  private static final long HEAL_STEP_NS = SECOND_NS / 10;
  private static final int MAX_CONNECTS = 5;

  /** Plans drawn from one seed until the faults of one meet its transfer. */
  private static final int MAX_DRAWS = 5;

  private final ScenarioPlan plan;
  private final SeededRandom random;
  private final SimulatedNetwork network;
  private final Topology topology;
  private final ByteStream fromClient;
  private final ByteStream fromServer;
  private final WireChecker checker;
  private final CoverageObserver coverage;
  private final ProgressChecker progress;
  private final Outages outages;
  private final long healAtNs;
  private StackEngine client;
  private StackEngine server;
  private AppPeer clientApp;
  private AppPeer serverApp;
  private int connects;
  private boolean crashed;
  private boolean gone;
  private boolean aborted;
  private boolean stalled;
  private boolean starved;
  private boolean healed;

  private Scenario(final ScenarioPlan plan) {
    this.plan = plan;
    random = new SeededRandom(plan.seed()).fork("scenario");
    network = new SimulatedNetwork(plan.seed());
    topology = new Topology(network, plan);
    fromClient = new ByteStream(random.nextLong(), plan.bytesEachWay());
    fromServer = new ByteStream(random.nextLong(), plan.bytesEachWay());
    checker = new WireChecker(
        network,
        topology.client,
        fromClient,
        fromServer,
        key -> SequenceStarts.dataSequence(plan.start(), WireChecker.derivedIdsn(key)));
    coverage = new CoverageObserver(checker);
    network.observe(checker);
    network.observe(coverage);
    progress = new ProgressChecker(
        network, checker, new WatchedTransfer(() -> clientApp, () -> serverApp, this::state));
    network.observe(progress);
    outages = new Outages(network, topology.links, plan.outages());
    network.observe(outages);
    healAtNs = VirtualClock.START_NS + plan.healAfterNs();
    topology.placeMiddleboxes(random, checker, () -> !healed);
  }

  /** The plan that a seed stands for: its first whose faults do not miss the transfer. */
  public static ScenarioPlan plan(final long seed) {
    int draw = 0;
    while (draw < MAX_DRAWS - 1 && run(plan(seed, draw)).isPoor()) {
      draw++;
    }
    return plan(seed, draw);
  }

  /** Runs the plan that a seed stands for. */
  public static SeedResult run(final long seed) {
    SeedResult result = run(plan(seed, 0));
    for (int draw = 1; draw < MAX_DRAWS && result.isPoor(); draw++) {
      result = run(plan(seed, draw));
    }
    return result;
  }

  private static ScenarioPlan plan(final long seed, final int draw) {
    return new PlanMaker(seed, draw).make();
  }

  /** Runs a plan; a broken rule is in the result, never thrown. */
  public static SeedResult run(final ScenarioPlan plan, final NetworkObserver... watchers) {
    final Scenario scenario = new Scenario(plan);
    for (final NetworkObserver watcher : watchers) {
      scenario.network.observe(watcher);
    }
    return scenario.run();
  }

  /** Runs a plan and writes what was sent to {@code capture}. */
  public static SeedResult runCaptured(final ScenarioPlan plan, final Path capture, final NetworkObserver... watchers)
      throws IOException {
    try (CaptureFile file = new CaptureFile(capture)) {
      final NetworkObserver[] all = new NetworkObserver[watchers.length + 1];
      all[0] = file;
      System.arraycopy(watchers, 0, all, 1, watchers.length);
      return run(plan, all);
    }
  }

  private SeedResult run() {
    String outcome = "failed";
    Throwable failure = null;
    try {
      outcome = play();
    } catch (RuntimeException | AssertionError e) {
      failure = e;
    } finally {
      network.close();
    }
    final Coverage hits = coverage.coverage();
    final long spentNs = network.nowNs() - VirtualClock.START_NS;
    return new SeedResult(
        plan.seed(), network.log().hash(), network.log().events(), spentNs, outcome, hits, failure);
  }

  private String play() {
    startServer();
    client = start(topology.client, plan.client(), topology.clientPaths(), "client");
    network.at(healAtNs, this::healIfDue);
    connect();
    onProgress();
    progress.start();
    final long limitNs = healAtNs + HEAL_DELAY_NS + DELIVERED_WITHIN_NS;
    final boolean overInTime = network.runUntil(() -> gone || isOver(), limitNs);
    if (gone) {
      judgeSurvivor();
    } else if (!overInTime) {
      throw new SimulationFailure(
          "liveness",
          "not over " + DELIVERED_WITHIN_NS / SECOND_NS + " s after the network healed: " + state());
    }
    progress.end();
    final String outcome = judgeEnd();
    leaveNothing();
    return outcome;
  }

  /** Heals when half has got through, so that the faults meet the transfer, but not for ever. */
  private void healIfDue() {
    if (progressBytes() >= plan.bytesEachWay() || network.nowNs() >= healAtNs + HEAL_DELAY_NS) {
      healed = true;
      topology.heal();
    } else {
      network.after(HEAL_STEP_NS, this::healIfDue);
    }
  }

  private void startServer() {
    final String label = crashed ? "server again" : "server";
    server = start(topology.server, plan.server(), topology.serverPaths(), label);
    server.stack().listen(SERVER_PORT, this::accept);
  }

  private StackEngine start(
      final SimulatedHost host, final HostPlan end, final List<PathConfig> paths, final String label) {
    final ThreadShape threads = end.threads();
    return host.start(on -> threads.nicThread()
        ? StackEngine.onTwoThreads(
            on, end.stack(), paths, chance(label), threads, random.fork(label + " turns"))
        : StackEngine.onOneThread(on, end.stack(), paths, chance(label)));
  }

  /** A handler for each SYN; it becomes the server's application when its connection opens. */
  private ConnectionHandler accept() {
    final AppPeer[] accepted = new AppPeer[1];
    accepted[0] = new AppPeer(
        topology.server, plan.server().app(), fromServer, fromClient, random.fork("server app"), () -> {
          if (accepted[0].isEstablished() && accepted[0].closeReason() == null) {
            serverApp = accepted[0];
          }
          onProgress();
        });
    return accepted[0];
  }

  private SequenceStarts chance(final String label) {
    return new SequenceStarts(random.fork(label), plan.start());
  }

  private void connect() {
    connects++;
    clientApp = new AppPeer(
        topology.client,
        plan.client().app(),
        fromClient,
        fromServer,
        random.fork("client app"),
        this::onProgress);
    client.stack().connect(0, IpAddress.parseLow("192.0.2.3"), SERVER_PORT, clientApp);
    topology.client.wake();
  }

  private long progressBytes() {
    return clientApp.receivedBytes() + (serverApp == null ? 0 : serverApp.receivedBytes());
  }

  /** Starts what the plan ties to progress. Called inside callbacks: acts by events. */
  private void onProgress() {
    final long bytes = progressBytes();
    outages.onProgress(bytes);
    if (!crashed && bytes >= plan.mishaps().crashAtBytes()) {
      crashed = true;
      network.after(0, this::crashServer);
    }
    if (plan.mishaps().serverGone() && clientApp.hasClosed() && !gone) {
      gone = true;
      network.after(0, this::loseServer);
    }
    if (!aborted && bytes >= plan.mishaps().abortAtBytes()) {
      aborted = true;
      network.after(0, (random.chance(0.5) ? clientApp : serverApp)::abort);
    }
    if (!starved && bytes >= plan.mishaps().starveAtBytes()) {
      starved = true;
      network.after(0, () -> topology.server.starve(network.nowNs() + random.between(5_000_000L, SECOND_NS / 2)));
    }
    if (!stalled && bytes >= plan.mishaps().stallAtBytes()) {
      stalled = true;
      network.after(0, () -> topology.server.stall(network.nowNs() + random.between(10_000_000L, SECOND_NS)));
    }
  }

  private void crashServer() {
    loseServer();
    network.after(random.between(SECOND_NS / 5, 2 * SECOND_NS), this::startServer);
  }

  private void loseServer() {
    serverApp.die();
    checker.forgetAll();
    topology.server.crash();
  }

  /** The survivor owes at least its DATA_FIN to a peer that is gone for good: its connection ends with an error. */
  private void judgeSurvivor() {
    final long limitNs = network.nowNs() + GONE_PEER_NOTICED_WITHIN_NS;
    if (!network.runUntil(() -> clientApp.closeReason() != null, limitNs)) {
      throw new SimulationFailure("liveness", "a peer that is gone is waited for without end: " + state());
    }
  }

  /** Whether the transfer is done; connects again where an error was due to the faults. */
  private boolean isOver() {
    final CloseReason reason = clientApp.closeReason();
    if (reason == null || serverApp == null && reason.isClean()) {
      return false;
    }
    final boolean neverOpened = !clientApp.isEstablished() && connects < MAX_CONNECTS;
    final boolean lostInCrash = crashed && connects == 1;
    if (!reason.isClean() && (neverOpened || lostInCrash)) {
      network.at(Math.max(network.nowNs(), healAtNs), this::reconnect);
      clientApp = waiting();
      return false;
    }
    return serverApp == null || serverApp.closeReason() != null;
  }

  /** Stands for the client between two attempts. */
  private AppPeer waiting() {
    return new AppPeer(topology.client, plan.client().app(), fromClient, fromServer, random, () -> {});
  }

  private void reconnect() {
    checker.forgetAll();
    serverApp = null;
    connect();
  }

  private String judgeEnd() {
    final CloseReason ours = clientApp.closeReason();
    if (gone) {
      if (ours.isClean()) {
        throw new SimulationFailure("liveness", "a clean end that the peer never acknowledged: " + state());
      }
      return "given up";
    }
    final CloseReason theirs = serverApp == null ? ours : serverApp.closeReason();
    if (aborted) {
      if (ours.isClean() && theirs.isClean() && !(clientApp.receivedAll() && serverApp.receivedAll())) {
        throw new SimulationFailure(
            "liveness", "clean end of an aborted connection without all bytes: " + state());
      }
      return "aborted";
    }
    if (!ours.isClean() || !theirs.isClean()) {
      throw new SimulationFailure("liveness", "a connection that nobody ended broke: " + state());
    }
    if (!clientApp.receivedAll() || !serverApp.receivedAll()) {
      throw new SimulationFailure("S1", "clean end without all bytes: " + state());
    }
    return crashed ? "after a crash" : connects > 1 ? "after a refusal" : "delivered";
  }

  /** S4 and silence: no connection, no frame, no chunk, no packet. */
  private void leaveNothing() {
    final boolean gone = network.runUntil(
        () -> client.remaining() == 0 && server.remaining() == 0, network.nowNs() + GONE_WITHIN_NS);
    if (!gone) {
      throw new SimulationFailure(
          "liveness",
          "connections remain: client " + client.remaining() + ", server " + server.remaining() + "; "
              + state());
    }
    network.runUntil(outages::areOver, network.nowNs() + GONE_WITHIN_NS);
    final long quietFromNs = network.nowNs() + SETTLED_WITHIN_NS;
    network.runUntil(() -> false, quietFromNs);
    // A card says that it has finished when it is asked, and nobody asks while an engine sleeps.
    topology.client.wake();
    topology.server.wake();
    network.runUntil(() -> false, quietFromNs + ASKED_WITHIN_NS);
    topology.client.mustHoldNothing();
    topology.server.mustHoldNothing();
    final long events = network.log().events();
    network.runUntil(() -> false, quietFromNs + ASKED_WITHIN_NS + SILENT_FOR_NS);
    if (network.log().events() != events) {
      throw new SimulationFailure("liveness", "an idle network is not silent");
    }
    topology.client.shutDown();
    topology.server.shutDown();
  }

  private String state() {
    return "client " + describe(clientApp) + ", server " + describe(serverApp) + ", connects " + connects;
  }

  private static String describe(final AppPeer app) {
    if (app == null) {
      return "none";
    }
    final MptcpConnection connection = app.connection();
    final String end =
        app.closeReason() == null ? "open" : app.closeReason().name();
    return end + " sent " + app.sentBytes() + " received " + app.receivedBytes()
        + (connection == null || app.closeReason() != null ? "" : " " + connection.info());
  }
}
