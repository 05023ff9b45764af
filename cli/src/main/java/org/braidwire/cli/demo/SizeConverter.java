package org.braidwire.cli.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: {@code 1000}, {@code 64KiB}, {@code 256MiB}, {@code 1GiB}. */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(?:([KMG])iB)?");
  private static final int BITS_PER_STEP = 10;

  @Override
  public Long convert(final String text) {
    final Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not a size such as 1000, 64KiB, 256MiB or 1GiB");
    }
    final int steps = matcher.group(2) == null ? 0 : "KMG".indexOf(matcher.group(2)) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << steps * BITS_PER_STEP);
    } catch (final ArithmeticException overflow) {
      throw new TypeConversionException("size '" + text + "' is too large");
    }
  }
}
