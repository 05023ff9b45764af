package org.braidwire.gateway.config;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes TOML line by line, each key with what it is for. One thread. */
final class TomlText {
  private static final int NOTE_COLUMN = 40;

  private final StringBuilder text = new StringBuilder();

  TomlText note(final String note) {
    text.append("# ").append(note).append('\n');
    return this;
  }

  /** A header such as {@code [limits]}, behind an empty line. */
  TomlText header(final String header) {
    text.append(text.isEmpty() ? "" : "\n").append(header).append('\n');
    return this;
  }

  TomlText quoted(final String key, final Object value, final String note) {
    return line(key + " = " + quote(value.toString()), note);
  }

  TomlText plain(final String key, final Object value, final String note) {
    return line(key + " = " + value, note);
  }

  /** Left out where it is empty. */
  TomlText list(final String key, final Collection<?> values) {
    return values.isEmpty()
        ? this
        : line(
            key + " = "
                + values.stream()
                    .map(value -> quote(value.toString()))
                    .collect(Collectors.joining(", ", "[", "]")),
            "");
  }

  /** A key that has no default, with an example. */
  TomlText unset(final String line, final String note) {
    return line("# " + line, note);
  }

  private TomlText line(final String line, final String note) {
    text.append(line);
    if (!note.isEmpty()) {
      text.append(" ".repeat(Math.max(1, NOTE_COLUMN - line.length())))
          .append("# ")
          .append(note);
    }
    text.append('\n');
    return this;
  }

  /** A basic string of TOML 1.0. */
  private static String quote(final String value) {
    final StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      final char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
