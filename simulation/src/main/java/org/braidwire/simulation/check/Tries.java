package org.braidwire.simulation.check;

/**
 * What one direction of a subflow went through since its sender last measured a round trip: from the first loss on the
 * time-outs double (RFC 6298 5.5), and stay so until an acknowledgement of nothing that was sent twice (Karn). One
 * thread.
 */
final class Tries {
  static final long NEVER = Long.MIN_VALUE / 4;

  /** Sent more than once, by relative number. */
  private final RangeSet repeated = new RangeSet();

  private long sentTo = 1;
  private long acknowledgedTo;
  private long firstLostNs = NEVER;
  private long lastLostNs = NEVER;

  void onSent(final long from, final long to) {
    repeated.add(from, Math.min(to, sentTo));
    sentTo = Math.max(sentTo, to);
  }

  void onAcknowledged(final long to) {
    if (to > acknowledgedTo) {
      if (!repeated.meets(acknowledgedTo, to)) {
        firstLostNs = NEVER;
        lastLostNs = NEVER;
      }
      acknowledgedTo = to;
    }
  }

  void onLost(final long nowNs) {
    firstLostNs = firstLostNs == NEVER ? nowNs : firstLostNs;
    lastLostNs = nowNs;
  }

  /** Whether anything was lost since the last measurement. */
  boolean isRecovering() {
    return lastLostNs != NEVER;
  }

  /** Each wait is as long as all before it: until then the sender may wait before it tries again. */
  long waitsUntilNs() {
    return lastLostNs + lastLostNs - firstLostNs;
  }
}
