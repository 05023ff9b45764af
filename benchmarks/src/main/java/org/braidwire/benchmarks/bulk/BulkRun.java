package org.braidwire.benchmarks.bulk;

import java.util.Map;

/**
 * What one transfer reached.
 *
 * @param gbitPerSecond of octets that the receiving application read
 * @param used what was really used, by name
 */
record BulkRun(double gbitPerSecond, Map<String, String> used) {
  private static final String STALLED = "did not end";
  private static final double GBIT_OCTETS = 1e9 / 8;

  /** Of two kernels whose transfer did not come to its end, as happens to them on a busy machine. */
  static BulkRun stalled(final String reason) {
    return new BulkRun(0, Map.of(STALLED, reason));
  }

  /** Why it did not come to its end; null where it did. */
  String stalledBecause() {
    return used.get(STALLED);
  }

  static BulkRun of(final long bytes, final long ns, final Map<String, String> used) {
    return new BulkRun(bytes / GBIT_OCTETS * 1e9 / ns, used);
  }
}
