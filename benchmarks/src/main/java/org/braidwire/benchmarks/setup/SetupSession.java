package org.braidwire.benchmarks.setup;

import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.ends.Turn;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.lab.LabTuning;
import org.braidwire.lab.Laboratory;

/**
 * A client and a server that are open and may be measured again and again, each on a thread of the pair, or both turned
 * by the near one. The thread that runs the benchmark.
 */
final class SetupSession implements AutoCloseable {
  private static final double NS_PER_S = 1e9;

  private final String name;
  private final Laboratory laboratory;
  private final EndPair pair;
  private final boolean oneCore;
  private final SetupClient client;
  private final SetupServer server;
  private String setting = "";

  SetupSession(
      final String name,
      final Laboratory laboratory,
      final EndPair pair,
      final boolean oneCore,
      final SetupClient client,
      final SetupServer server) {
    this.name = name;
    this.laboratory = laboratory;
    this.pair = pair;
    this.oneCore = oneCore;
    this.client = client;
    this.server = server;
  }

  /** The peer. */
  String name() {
    return name;
  }

  /** Whether one thread turns both ends. */
  boolean isOnOneCore() {
    return oneCore;
  }

  /** What one slice found. */
  record Slice(double perSecond, Histogram firstOctets) {}

  void open() {
    onServersThread(() -> {
      server.open();
      return null;
    });
    pair.near().call(() -> {
      client.open();
      return null;
    });
  }

  private <T> T onServersThread(final Callable<T> work) {
    return oneCore ? pair.near().call(work) : pair.far().call(work);
  }

  /** Connects and closes for about {@code forNs} with so many connections under way, then lets the last ones end. */
  Slice run(final int outstanding, final long forNs) {
    if (oneCore) {
      return pair.near().call(() -> run(outstanding, forNs, this::turnBoth));
    }
    return pair.whileFarTurns(server, () -> run(outstanding, forNs, client));
  }

  private int turnBoth() {
    return client.turn() + server.turn();
  }

  private Slice run(final int outstanding, final long forNs, final Turn turn) {
    client.takeFirstOctets();
    final long before = client.completed();
    final long startNs = System.nanoTime();
    client.outstanding(outstanding);
    long nowNs = startNs;
    while (nowNs - startNs < forNs) {
      turn.turn();
      nowNs = System.nanoTime();
    }
    final double perSecond = (client.completed() - before) * NS_PER_S / (nowNs - startNs);
    client.outstanding(0);
    letEnd(turn);
    return new Slice(perSecond, client.takeFirstOctets());
  }

  /** Kernels leave a connection without an end now and then, on a busy machine; such a one is given up, and told. */
  private void letEnd(final Turn turn) {
    try {
      Deadline.await(name + "'s last connections", () -> {
        turn.turn();
        return client.underWay() == 0;
      });
    } catch (final BenchException stuck) {
      if (!laboratory.plan().wireIsKernel()) {
        throw stuck;
      }
      client.abandon();
    }
  }

  /** Finds the receive steering with which most connections pass, and leaves it so. */
  void sweepSteering(final long forNs) {
    final LabTuning tuning = new LabTuning(laboratory);
    final double[] rates = new double[2];
    for (int steered = 0; steered < 2; steered++) {
      tuning.steerReceive(steered == 1);
      rates[steered] = run(SetupPeers.MAX_OUTSTANDING, forNs).perSecond();
    }
    tuning.steerReceive(rates[1] > rates[0]);
    setting =
        "receive steering " + (rates[1] > rates[0] ? "on" : "off") + " (connections a second in the sweep: off "
            + Math.round(rates[0]) + ", on " + Math.round(rates[1]) + ")";
  }

  String setting() {
    return setting;
  }

  /** What was really used; fails where connections were not all accepted, or it is not what the name says. */
  Map<String, String> used() {
    final long accepted = onServersThread(server::accepted);
    final long completed = pair.near().call(client::completed);
    if (accepted < completed || accepted > completed + pair.near().call(client::abandoned)) {
      throw new BenchException(name + ": " + completed + " connections were made and " + accepted + " accepted");
    }
    return pair.near().call(client::used);
  }

  @Override
  public void close() {
    try {
      pair.near().call(() -> {
        client.close();
        return null;
      });
    } finally {
      onServersThread(() -> {
        server.close();
        return null;
      });
      laboratory.close();
    }
  }
}
