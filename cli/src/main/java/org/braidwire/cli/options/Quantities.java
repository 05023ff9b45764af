package org.braidwire.cli.options;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sizes and times as people write them: {@code 64MiB}, {@code 1g}, {@code 500ms}. Upper and lower case are alike; k, M
 * and G count in thousands, KiB, MiB and GiB in 1024. Stateless.
 */
public final class Quantities {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|k|M|G)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|min)?", Pattern.CASE_INSENSITIVE);

  private Quantities() {}

  /** Octets. */
  public static long bytes(final String text) {
    final Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 1000, 64KiB, 64MiB or 1g");
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitBytes(matcher.group(2)));
    } catch (final ArithmeticException overflow) {
      throw new IllegalArgumentException("size '" + text + "' is too large", overflow);
    }
  }

  private static long unitBytes(final String unit) {
    return switch (unit == null ? "b" : unit.toLowerCase(Locale.ROOT)) {
      case "kib" -> 1L << 10;
      case "mib" -> 1L << 20;
      case "gib" -> 1L << 30;
      case "k" -> 1_000L;
      case "m" -> 1_000_000L;
      case "g" -> 1_000_000_000L;
      default -> 1L;
    };
  }

  /** A time greater than zero; a bare number is seconds. */
  public static Duration duration(final String text) {
    final Matcher matcher = TIME.matcher(text);
    if (matcher.matches()) {
      final long unitNs =
          switch (matcher.group(2) == null ? "s" : matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> 1_000_000L;
            case "min" -> 60_000_000_000L;
            default -> 1_000_000_000L;
          };
      final Duration duration = Duration.ofNanos(new BigDecimal(matcher.group(1))
          .multiply(BigDecimal.valueOf(unitNs))
          .longValue());
      if (!duration.isZero()) {
        return duration;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not a time such as 2, 0.5, 500ms, 2s or 1min");
  }

  /** For options that take a size. */
  public static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(final String text) {
      try {
        return bytes(text);
      } catch (final IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }

  /** For options that take a time. */
  public static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(final String text) {
      try {
        return duration(text);
      } catch (final IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
