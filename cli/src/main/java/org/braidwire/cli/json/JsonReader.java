package org.braidwire.cli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON value into maps, lists, longs, doubles, truth values, text and null. One use, one thread. */
public final class JsonReader {
  private static final int HEX = 16;
  private static final int ESCAPE_DIGITS = 4;

  private final String text;
  private int at;

  public JsonReader(final String text) {
    this.text = text;
  }

  /** The whole text as one value; {@link IllegalArgumentException} where it is no JSON. */
  public Object read() {
    final Object value = value();
    skipBlanks();
    if (at != text.length()) {
      throw wrong("nothing more");
    }
    return value;
  }

  private Object value() {
    skipBlanks();
    return switch (peek()) {
      case '{' -> map();
      case '[' -> list();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, Object> map() {
    final Map<String, Object> entries = new LinkedHashMap<>();
    expect('{');
    if (!accept('}')) {
      do {
        skipBlanks();
        final String key = string();
        expect(':');
        entries.put(key, value());
      } while (accept(','));
      expect('}');
    }
    return entries;
  }

  private List<Object> list() {
    final List<Object> items = new ArrayList<>();
    expect('[');
    if (!accept(']')) {
      do {
        items.add(value());
      } while (accept(','));
      expect(']');
    }
    return items;
  }

  private String string() {
    expect('"');
    final StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      final char letter = text.charAt(at++);
      value.append(letter == '\\' ? escaped() : letter);
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    final char letter = peek();
    at++;
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (at + ESCAPE_DIGITS > text.length()) {
          throw wrong("four hexadecimal digits");
        }
        final int code = Integer.parseInt(text.substring(at, at + ESCAPE_DIGITS), HEX);
        at += ESCAPE_DIGITS;
        yield (char) code;
      }
      default -> letter;
    };
  }

  private Object number() {
    final int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    final String digits = text.substring(start, at);
    try {
      if (digits.matches("-?\\d+")) {
        return Long.valueOf(digits);
      }
      return Double.valueOf(digits);
    } catch (final NumberFormatException none) {
      throw wrong("a value");
    }
  }

  private Object literal(final String word, final Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private boolean accept(final char letter) {
    skipBlanks();
    if (peek() != letter) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(final char letter) {
    if (!accept(letter)) {
      throw wrong("'" + letter + "'");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException wrong(final String expected) {
    return new IllegalArgumentException("not JSON: expected " + expected + " at position " + at);
  }
}
