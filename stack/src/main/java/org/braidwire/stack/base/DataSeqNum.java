package org.braidwire.stack.base;

/**
 * Comparison of 64-bit data sequence numbers modulo 2^64 (RFC 8684 3.3.1); the only place where they are compared.
 *
 * <p>Keys are random, so a data sequence may start anywhere and wrap at once. Stateless.
 */
public final class DataSeqNum {
  private DataSeqNum() {}

  public static boolean lt(final long a, final long b) {
    return a - b < 0;
  }

  public static boolean le(final long a, final long b) {
    return a - b <= 0;
  }

  public static boolean gt(final long a, final long b) {
    return a - b > 0;
  }

  public static boolean ge(final long a, final long b) {
    return a - b >= 0;
  }

  /** How far {@code a} lies after {@code b}; negative when before it. */
  public static long diff(final long a, final long b) {
    return a - b;
  }

  /** The later of two numbers. */
  public static long max(final long a, final long b) {
    return a - b >= 0 ? a : b;
  }

  /** The earlier of two numbers. */
  public static long min(final long a, final long b) {
    return a - b <= 0 ? a : b;
  }

  /** The 64-bit number with the low half {@code low32} that lies nearest to {@code expected}. */
  public static long promote(final int low32, final long expected) {
    // RFC 8684 3.3.1: a 4-octet form stands for the number near the one that is due.
    return expected + (low32 - (int) expected);
  }
}
