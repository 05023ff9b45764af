package org.braidwire.benchmarks.start;

import java.util.Arrays;

/**
 * From when on a process is as fast as it will be. A value.
 *
 * @param atNs when the first window ended from which on several in a row were steady; the end where there is none
 * @param p99Ns what it was then: the median of the windows of the second half
 */
record SteadyState(long atNs, long p99Ns) {
  /** Windows in a row, so that one lucky window does not count. */
  private static final int IN_A_ROW = 5;

  /** What a window's p99 may be above the final one. */
  private static final double TOLERANCE = 1.2;

  /**
   * Judges windows of one run.
   *
   * @param endsNs when each window ended, ascending
   * @param p99Ns the 99th percentile within each
   */
  static SteadyState of(final long[] endsNs, final long[] p99Ns) {
    final long[] late = Arrays.copyOfRange(p99Ns, p99Ns.length / 2, p99Ns.length);
    Arrays.sort(late);
    final long finalNs = late[(late.length - 1) / 2];
    int steady = 0;
    for (int i = 0; i < p99Ns.length; i++) {
      steady = p99Ns[i] <= finalNs * TOLERANCE ? steady + 1 : 0;
      if (steady == IN_A_ROW) {
        return new SteadyState(endsNs[i - IN_A_ROW + 1], finalNs);
      }
    }
    return new SteadyState(endsNs[endsNs.length - 1], finalNs);
  }
}
