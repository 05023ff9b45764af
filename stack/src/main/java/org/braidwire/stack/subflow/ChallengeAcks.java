package org.braidwire.stack.subflow;

/** The rate limit on answers to unacceptable segments (RFC 5961 7), a subflow each so that none starves another. */
final class ChallengeAcks {
  private static final int PER_INTERVAL = 10;
  private static final long INTERVAL_NS = 1_000_000_000L;

  private long intervalStartNs = Long.MIN_VALUE / 2;
  private int used;

  boolean mayAnswer(final long nowNs) {
    if (nowNs - intervalStartNs >= INTERVAL_NS) {
      intervalStartNs = nowNs;
      used = 0;
    }
    return used++ < PER_INTERVAL;
  }
}
