package org.braidwire.benchmarks.echo;

import org.HdrHistogram.Histogram;

/**
 * What one slice of a ping-pong found.
 *
 * @param times round trips, nanoseconds
 * @param messages sent and come back
 */
public record EchoSlice(Histogram times, long messages) {
  private static final long LONGEST_NS = 60_000_000_000L;
  private static final int DIGITS = 3;
  private static final double NS_PER_US = 1000;

  /** An empty histogram that never grows, so that recording allocates nothing. */
  static Histogram histogram() {
    return new Histogram(1, LONGEST_NS, DIGITS);
  }

  /** The round trip that the part {@code percent} of the messages did not exceed, microseconds. */
  public double us(final double percent) {
    return times.getValueAtPercentile(percent) / NS_PER_US;
  }
}
