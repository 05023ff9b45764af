package org.braidwire.benchmarks.ends;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.braidwire.lab.KernelCounters;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/**
 * What the kernels of both hosts have counted since this was made. The one place that knows a kernel's fall-backs by
 * their names. The thread that runs the benchmark.
 */
public final class KernelWatch {
  private static final String MPTCP = "MPTcpExt";
  private static final String FALLBACK = "Fallback";

  private final Laboratory laboratory;
  private final Map<LabSide, KernelCounters> before = new EnumMap<>(LabSide.class);

  /** Counts from now on. */
  public KernelWatch(final Laboratory laboratory) {
    this.laboratory = laboratory;
    for (final LabSide side : LabSide.values()) {
      before.put(side, laboratory.counters(side));
    }
  }

  /** What the kernel on {@code side} has counted. */
  public KernelCounters since(final LabSide side) {
    return laboratory.counters(side).since(before.get(side));
  }

  /**
   * A fall-back that either kernel counted, of whatever kind, with its figure. They count also one after which every
   * octet still arrives, and one of a connection that nobody asks about any more.
   */
  public Optional<String> fallback() {
    return fallback(since(LabSide.WIRE)).or(() -> fallback(since(LabSide.KERNEL)));
  }

  static Optional<String> fallback(final KernelCounters counted) {
    return counted.nonZero(MPTCP).entrySet().stream()
        .filter(counter -> counter.getKey().contains(FALLBACK))
        .map(counter -> counter.getKey() + " " + counter.getValue())
        .findFirst();
  }
}
