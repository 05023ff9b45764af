package org.braidwire.gateway.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a gateway's configuration, and tells all that is wrong with it at once. Stateless. */
public final class ConfigReader {
  private static final int MAX_OCTETS = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigReader() {}

  /** Reads a file, and looks at the files and variables that it names. Never throws for what is wrong with any. */
  public static ConfigReading read(final Path file) {
    return read(file, Surroundings.ofThisProcess());
  }

  static ConfigReading read(final Path file, final Surroundings surroundings) {
    final Problems problems = new Problems(file.toString());
    final byte[] octets;
    try (InputStream in = Files.newInputStream(file)) {
      octets = in.readNBytes(MAX_OCTETS + 1);
    } catch (final IOException unreadable) {
      problems.error(Spot.START, "it cannot be read (" + why(unreadable, file) + "); a TOML file was meant");
      return new ConfigReading.Refused(problems.sorted());
    }
    if (octets.length > MAX_OCTETS) {
      problems.error(Spot.START, "it is larger than " + Units.format(MAX_OCTETS) + "; a TOML file was meant");
      return new ConfigReading.Refused(problems.sorted());
    }
    try {
      final String text = StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets))
          .toString();
      return read(text, file, surroundings);
    } catch (final CharacterCodingException noText) {
      problems.error(Spot.START, "it is not UTF-8; a TOML file was meant");
      return new ConfigReading.Refused(problems.sorted());
    }
  }

  static ConfigReading read(final String text, final Path file, final Surroundings surroundings) {
    final Problems problems = new Problems(file.toString());
    final Syntax syntax = Syntax.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    final Problems ofValues = new Problems(file.toString());
    final Path folder = file.toAbsolutePath().getParent();
    final Draft draft =
        new DraftReader(new Section(syntax.table(), "", Spot.START, ofValues), ofValues, folder).read();
    if (syntax.isSound()) {
      problems.addAll(ofValues);
      new CrossChecks(draft, problems).check();
      new SecretChecks(draft, problems, surroundings).check();
    } else {
      syntax.tell(problems, ofValues);
    }
    return problems.anyError()
        ? new ConfigReading.Refused(problems.sorted())
        : new ConfigReading.Accepted(draft.finish(), problems.sorted());
  }

  /** Exceptions of files often have the name only. */
  private static String why(final IOException unreadable, final Path file) {
    if (!Files.exists(file)) {
      return "there is no such file";
    }
    return Files.isReadable(file) ? String.valueOf(unreadable.getMessage()) : "not permitted";
  }
}
