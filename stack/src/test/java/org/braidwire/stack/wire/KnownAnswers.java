package org.braidwire.stack.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Reads known-answers.tsv. */
final class KnownAnswers {
  private KnownAnswers() {}

  /** The rows of one kind, each without its kind. */
  static List<String[]> rows(final String kind) {
    try (InputStream in = Objects.requireNonNull(KnownAnswers.class.getResourceAsStream("known-answers.tsv"))) {
      final List<String[]> rows = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith(kind + "\t"))
          .map(line -> line.substring(kind.length() + 1).split("\t"))
          .toList();
      if (rows.isEmpty()) {
        throw new IllegalStateException("no known answers of kind " + kind);
      }
      return rows;
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] octets(final String hex) {
    return HexFormat.of().parseHex("-".equals(hex) ? "" : hex);
  }

  static long number(final String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  static int number32(final String hex) {
    return Integer.parseUnsignedInt(hex, 16);
  }
}
