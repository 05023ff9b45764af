package org.braidwire.gateway.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes as the file has them: a whole number and its unit. Stateless. */
final class Units {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})([A-Za-z]*)");
  private static final long MILLIS_A_DAY = 86_400_000;

  /** From the smallest, in milliseconds. */
  private static final Map<String, Long> TIMES =
      ordered(new String[] {"ms", "s", "min", "h", "d"}, 1, 1_000, 60_000, 3_600_000, MILLIS_A_DAY);

  /** From the smallest, in octets. */
  private static final Map<String, Long> SIZES =
      ordered(new String[] {"B", "KiB", "MiB", "GiB", "TiB"}, 1, 1L << 10, 1L << 20, 1L << 30, 1L << 40);

  private Units() {}

  /**
   * A time greater than zero.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Duration time(final String text) {
    return Duration.ofMillis(parse(text, TIMES, "time"));
  }

  /**
   * Octets, more than zero.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static long size(final String text) {
    return parse(text, SIZES, "size");
  }

  /** In the largest unit that needs no fraction. */
  static String format(final Duration time) {
    return format(time.toMillis(), TIMES);
  }

  /** In the largest unit that needs no fraction. */
  static String format(final long octets) {
    return format(octets, SIZES);
  }

  private static long parse(final String text, final Map<String, Long> units, final String what) {
    final Matcher matcher = TEXT.matcher(text);
    final Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("'" + text + "' is no " + what);
    }
    final long number = Long.parseLong(matcher.group(1));
    if (number == 0) {
      throw new IllegalArgumentException("'" + text + "' is nothing");
    }
    try {
      return Math.multiplyExact(number, unit);
    } catch (final ArithmeticException overflow) {
      throw new IllegalArgumentException("'" + text + "' is too much", overflow);
    }
  }

  private static String format(final long value, final Map<String, Long> units) {
    String text = Long.toString(value);
    for (final Map.Entry<String, Long> unit : units.entrySet()) {
      if (value % unit.getValue() == 0) {
        text = value / unit.getValue() + unit.getKey();
      }
    }
    return text;
  }

  private static Map<String, Long> ordered(final String[] names, final long... values) {
    final Map<String, Long> units = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      units.put(names[i], values[i]);
    }
    return units;
  }
}
