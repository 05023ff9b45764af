package org.braidwire.benchmarks.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.braidwire.io.linux.LinuxException;
import org.braidwire.lab.LabTuning;
import org.braidwire.lab.Laboratory;

/**
 * One way to make connections between two hosts of its own, measured again and again between the turns of others. Every
 * run opens both ends anew and closes them, whatever became of it. The thread that runs the benchmark.
 */
final class SetupPeer implements AutoCloseable {
  private static final long PATIENCE_NS = 5_000_000_000L;

  private final String name;
  private final Laboratory laboratory;
  private final EndPair pair;
  private final Protocol protocol;
  private final boolean oneCore;
  private final IntFunction<SetupNear> nears;
  private final IntFunction<SetupFar> fars;
  private final Map<Integer, Boolean> steering = new LinkedHashMap<>();

  /**
   * @param protocol what kernels speak at both ends; null for Braidwire
   * @param oneCore whether both ends share a core
   * @param nears makes the end that connects, for so many connections under way
   * @param fars makes the other one
   */
  SetupPeer(
      final String name,
      final Laboratory laboratory,
      final EndPair pair,
      final Protocol protocol,
      final boolean oneCore,
      final IntFunction<SetupNear> nears,
      final IntFunction<SetupFar> fars) {
    this.name = name;
    this.laboratory = laboratory;
    this.pair = pair;
    this.protocol = protocol;
    this.oneCore = oneCore;
    this.nears = nears;
    this.fars = fars;
  }

  String name() {
    return name;
  }

  Laboratory laboratory() {
    return laboratory;
  }

  /**
   * Finds the receive steering that is best with so many under way, and tells what it found: with one, by the time to
   * the first octet, else by the rate.
   */
  String sweep(final int outstanding, final SetupPlan plan) {
    final double[] perSecond = new double[2];
    final double[] us = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int slice = 0; slice < 2; slice++) {
      for (int steered = 0; steered < 2; steered++) {
        steering.put(outstanding, steered == 1);
        final SetupRun run = run(outstanding, plan.warmUpNs(), plan.sweepNs());
        perSecond[steered] = Math.max(perSecond[steered], run.perSecond());
        us[steered] = Math.min(us[steered], run.us(50));
      }
    }
    final boolean best = outstanding == 1 ? us[1] < us[0] : perSecond[1] > perSecond[0];
    steering.put(outstanding, best);
    return String.format(
        Locale.ROOT,
        "receive steering %s (in the sweep: off %,.0f/s, p50 %.1f us; on %,.0f/s, p50 %.1f us)",
        best ? "on" : "off",
        perSecond[0],
        us[0],
        perSecond[1],
        us[1]);
  }

  /** One run; fails unless every connection was accepted, answered and closed by what the peer's name says. */
  SetupRun run(final int outstanding, final long warmUpNs, final long forNs) {
    new LabTuning(laboratory).steerReceive(steering.getOrDefault(outstanding, false));
    pair.place(oneCore);
    final KernelTally tally = new KernelTally(laboratory, protocol);
    final SetupNear near = nears.apply(outstanding);
    final SetupFar far = fars.apply(outstanding);
    final Connector connector = new Connector(near, outstanding, PATIENCE_NS);
    try {
      pair.far().call(() -> {
        far.open();
        return null;
      });
      final SetupRun run = pair.whileFarTurns(far, () -> connect(near, far, connector, warmUpNs, forNs));
      checkAccepted(connector.begun(), pair.far().call(far::accepted));
      final Map<String, String> used = new LinkedHashMap<>();
      pair.near().call(near::used).forEach((fact, value) -> used.put("near " + fact, value));
      pair.far().call(far::used).forEach((fact, value) -> used.put("far " + fact, value));
      used.putAll(tally.check(connector.begun()));
      return new SetupRun(run.connections(), run.takenNs(), run.firstByte(), used);
    } catch (final BenchException | LinuxException | IllegalStateException failure) {
      throw new BenchException(name + ", " + outstanding + " outstanding: " + failure.getMessage(), failure);
    } finally {
      close(near, far);
    }
  }

  /** On the near end's thread while the far end is turned on its own. */
  private static SetupRun connect(
      final SetupNear near,
      final SetupFar far,
      final Connector connector,
      final long warmUpNs,
      final long forNs) {
    near.open();
    connector.first();
    connector.run(warmUpNs);
    final SetupRun run = connector.run(forNs);
    Deadline.await("the far end's closing of every connection", () -> {
      near.turn(connector);
      return far.closed() == connector.begun();
    });
    return run;
  }

  private static void checkAccepted(final long begun, final long accepted) {
    if (accepted != begun) {
      throw new BenchException(begun + " connections were begun and " + accepted + " accepted");
    }
  }

  private void close(final SetupNear near, final SetupFar far) {
    Closing.all(List.of(
        () -> pair.near().call(() -> {
          near.close();
          return null;
        }),
        () -> pair.far().call(() -> {
          far.close();
          return null;
        })));
    System.gc(); // what a run leaves is not for the next one to clear away
  }

  @Override
  public void close() {
    laboratory.close();
  }
}
