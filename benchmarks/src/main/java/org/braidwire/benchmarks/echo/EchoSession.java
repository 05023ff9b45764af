package org.braidwire.benchmarks.echo;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.ends.KernelWatch;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.lab.LabTuning;

/**
 * A peer that is open and may be measured again and again, between the turns of others. Its ends live on the two
 * threads of the pair; the thread that runs the benchmark makes, measures and closes it.
 */
public final class EchoSession implements AutoCloseable {
  private static final long SWEEP_NS = 200_000_000L;
  private static final int SWEEP_SLICES = 3;

  private final EchoPeer peer;
  private final EndPair pair;
  private final Pinger pinger;

  /** Of both hosts; null where there are none. */
  private final KernelWatch kernels;

  private String setting = "";

  /** Opens both ends. */
  public EchoSession(final EchoPeer peer, final EndPair pair) {
    this.peer = peer;
    this.pair = pair;
    pinger = new Pinger(peer.near());
    kernels = peer.laboratory() == null ? null : new KernelWatch(peer.laboratory());
    pair.place(peer.oneCore());
    pair.far().call(() -> {
      peer.far().open();
      return null;
    });
    whileFarTurns(() -> {
      peer.near().open();
      return null;
    });
  }

  public EchoPeer peer() {
    return peer;
  }

  /** One message after another for about {@code forNs}. */
  public EchoSlice closedLoop(final long forNs) {
    return whileFarTurns(() -> pinger.closedLoop(forNs));
  }

  /** Messages at a fixed rate, each timed from when it was to be sent. */
  public EchoSlice openLoop(final long forNs, final int perSecond) {
    return whileFarTurns(() -> pinger.openLoop(forNs, perSecond));
  }

  private <T> T whileFarTurns(final Callable<T> work) {
    pair.place(peer.oneCore());
    return pair.whileFarTurns(peer.far(), work);
  }

  /** Finds the receive steering that suits the peer best, by the lowest p50 of a few slices, and leaves it so. */
  public void sweepSteering() {
    if (peer.laboratory() == null) {
      setting = "nothing to steer";
      return;
    }
    final LabTuning tuning = new LabTuning(peer.laboratory());
    final double[] us = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int slice = 0; slice < SWEEP_SLICES; slice++) {
      for (int steered = 0; steered < 2; steered++) {
        tuning.steerReceive(steered == 1);
        us[steered] = Math.min(us[steered], closedLoop(SWEEP_NS).us(50));
      }
    }
    final boolean best = us[1] < us[0];
    tuning.steerReceive(best);
    setting = String.format(
        Locale.ROOT,
        "receive steering %s (p50 in the sweep: off %.2f us, on %.2f us)",
        best ? "on" : "off",
        us[0],
        us[1]);
  }

  /** The setting that the sweep found. */
  public String setting() {
    return setting;
  }

  /**
   * What both ends have really used since they were opened, by counters that never begin anew; fails where that is not
   * what the peer's name says, and where a kernel has counted a fall-back. Not to be called while something is timed.
   */
  public Map<String, String> used() {
    final Map<String, String> used = new LinkedHashMap<>();
    pair.near().call(peer.near()::used).forEach((name, value) -> used.put("near " + name, value));
    pair.far().call(peer.far()::used).forEach((name, value) -> used.put("far " + name, value));
    if (kernels != null) {
      kernels.fallback().ifPresent(counted -> {
        throw new BenchException(peer.name() + ": a kernel counted " + counted);
      });
      used.put("kernels' fall-backs", "0");
    }
    return used;
  }

  @Override
  public void close() {
    try {
      pair.near().call(() -> {
        peer.near().close();
        return null;
      });
    } finally {
      pair.far().call(() -> {
        peer.far().close();
        return null;
      });
      if (peer.laboratory() != null) {
        peer.laboratory().close();
      }
    }
  }
}
