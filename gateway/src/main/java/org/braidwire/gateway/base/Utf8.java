package org.braidwire.gateway.base;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text that strangers send: proper UTF-8 without control characters, so that it may be compared and printed. */
public final class Utf8 {
  private Utf8() {}

  /** The text, or empty if the octets are no such text. Takes all that {@code octets} has. */
  public static Optional<String> decode(final ByteBuffer octets) {
    try {
      final CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(octets);
      return text.chars().noneMatch(Character::isISOControl) ? Optional.of(text.toString()) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether {@link #decode} would give {@code text} back after it was encoded. */
  public static boolean isClean(final String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        && text.chars().noneMatch(Character::isISOControl);
  }
}
