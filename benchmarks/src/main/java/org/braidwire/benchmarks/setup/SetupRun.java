package org.braidwire.benchmarks.setup;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one run found.
 *
 * @param connections begun, answered and ended within it
 * @param takenNs its length
 * @param firstByte from connecting to the first octet of the answer, nanoseconds
 * @param used what was really used, by counters
 */
record SetupRun(long connections, long takenNs, Histogram firstByte, Map<String, String> used) {
  private static final double NS_PER_US = 1000;

  double perSecond() {
    return (double) connections * TimeUnit.SECONDS.toNanos(1) / takenNs;
  }

  /** The time that the part {@code percent} of the connections did not exceed, microseconds. */
  double us(final double percent) {
    return firstByte.getValueAtPercentile(percent) / NS_PER_US;
  }
}
