package org.braidwire.stack.net;

/** A token bucket: so many events a second, and a burst of so many at once. Engine thread. */
final class RateLimit {
  private final long intervalNs;
  private final long burstNs;
  private long paidUntilNs = Long.MIN_VALUE / 2;

  RateLimit(final int perSecond, final int burst) {
    intervalNs = 1_000_000_000L / perSecond;
    burstNs = intervalNs * (burst - 1);
  }

  /** Whether one more event is permitted now; it is then spent. */
  boolean tryTake(final long nowNs) {
    if (paidUntilNs - nowNs > burstNs) {
      return false;
    }
    paidUntilNs = Math.max(paidUntilNs, nowNs) + intervalNs;
    return true;
  }
}
