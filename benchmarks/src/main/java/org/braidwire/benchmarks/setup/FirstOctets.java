package org.braidwire.benchmarks.setup;

import org.HdrHistogram.Histogram;

/** How long connections took to their first octet. One thread. */
final class FirstOctets {
  private static final long LONGEST_NS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private Histogram times = new Histogram(1, LONGEST_NS, DIGITS);

  void record(final long ns) {
    times.recordValue(Math.min(ns, LONGEST_NS));
  }

  /** What was recorded since the last call. */
  Histogram take() {
    final Histogram taken = times;
    times = new Histogram(1, LONGEST_NS, DIGITS);
    return taken;
  }
}
