package org.braidwire.stack.base;

/**
 * When a peer that rests is asked whether it is still there (RFC 9293 3.8.4, RFC 1122 4.2.3.6). Off unless it is wanted,
 * for it costs packets, and a connection that a passing fault would have left alone. Every subflow asks for itself.
 *
 * @param idleNs nothing is outstanding, and nothing has come from the peer, for so long before it is asked first; 1 s to
 *     30 days
 * @param intervalNs between two questions; 1 s to 30 days
 * @param probes so many in a row without an answer, and the subflow is dead an interval later; 1 to 127
 */
public record KeepAlive(long idleNs, long intervalNs, int probes) {
  /** Nobody is asked. */
  public static final KeepAlive OFF = new KeepAlive(0, 0, 0);

  /** Answers are limited in rate (RFC 5961 7): Linux gives one each half second, we give ten a second. */
  private static final long SHORTEST_NS = 1_000_000_000L;

  private static final long LONGEST_NS = 30L * 24 * 3600 * 1_000_000_000L;
  private static final int MOST_PROBES = 127;

  /** The least that RFC 9293 3.8.4 permits as a default. */
  private static final long STANDARD_IDLE_NS = 2L * 3600 * 1_000_000_000L;

  private static final long STANDARD_INTERVAL_NS = 75_000_000_000L;
  private static final int STANDARD_PROBES = 9;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException for what is neither within them nor zero throughout
   */
  public KeepAlive {
    final boolean off = idleNs == 0 && intervalNs == 0 && probes == 0;
    final boolean on = isInRange(idleNs) && isInRange(intervalNs) && probes >= 1 && probes <= MOST_PROBES;
    if (!off && !on) {
      throw new IllegalArgumentException("keep-alive takes times of 1 s to 30 days and 1 to " + MOST_PROBES
          + " probes: " + idleNs + " ns, " + intervalNs + " ns, " + probes);
    }
  }

  private static boolean isInRange(final long ns) {
    return ns >= SHORTEST_NS && ns <= LONGEST_NS;
  }

  /** After two hours, every 75 s, nine times: what hosts do where nobody says otherwise. */
  public static KeepAlive standard() {
    return after(STANDARD_IDLE_NS);
  }

  /** The same after {@code idleNs}, and at least as often. */
  public static KeepAlive after(final long idleNs) {
    return new KeepAlive(idleNs, Math.min(idleNs, STANDARD_INTERVAL_NS), STANDARD_PROBES);
  }

  public boolean isOn() {
    return probes > 0;
  }
}
