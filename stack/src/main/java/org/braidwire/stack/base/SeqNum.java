package org.braidwire.stack.base;

/**
 * Comparison of 32-bit sequence numbers modulo 2^32 (RFC 9293 3.4); the only place where they are compared.
 *
 * <p>An order exists only between numbers less than 2^31 apart, which TCP's windows guarantee. Stateless.
 */
public final class SeqNum {
  private SeqNum() {}

  public static boolean lt(final int a, final int b) {
    return a - b < 0;
  }

  public static boolean le(final int a, final int b) {
    return a - b <= 0;
  }

  public static boolean gt(final int a, final int b) {
    return a - b > 0;
  }

  public static boolean ge(final int a, final int b) {
    return a - b >= 0;
  }

  /** How far {@code a} lies after {@code b}; negative when before it. */
  public static int diff(final int a, final int b) {
    return a - b;
  }

  /** The later of two numbers. */
  public static int max(final int a, final int b) {
    return a - b >= 0 ? a : b;
  }

  /** The earlier of two numbers. */
  public static int min(final int a, final int b) {
    return a - b <= 0 ? a : b;
  }
}
