package org.braidwire.tuning.doctor;

/** Reads a line of {@code /proc/self/limits}: soft limit, hard limit, unit. Stateless. */
final class Limits {
  static final long UNLIMITED = Long.MAX_VALUE;

  private Limits() {}

  /** The soft limit of a line whose name was cut off. */
  static long soft(final String line) {
    final int space = line.indexOf(' ');
    final String value = space < 0 ? line : line.substring(0, space);
    return value.equals("unlimited") ? UNLIMITED : Long.parseLong(value);
  }

  static String describe(final long limit, final String unit) {
    return limit == UNLIMITED ? "unlimited" : limit + unit;
  }
}
