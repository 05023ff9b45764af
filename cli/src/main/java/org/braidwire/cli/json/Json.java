package org.braidwire.cli.json;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Records, maps, lists, numbers, truth values and text as JSON, and back into the same records. Stateless. */
public final class Json {
  private static final int FIRST_PRINTABLE = 0x20;

  private Json() {}

  /** On one line. */
  public static String write(final Object value) {
    final StringBuilder text = new StringBuilder(1024);
    append(value, text);
    return text.toString();
  }

  /** What {@link #write} made of an instance of {@code type}. */
  public static <T extends Record> T read(final String text, final Class<T> type) {
    return type.cast(JsonBinding.bind(new JsonReader(text).read(), type));
  }

  @SuppressWarnings("IfChainToSwitch") // the formatter cannot read patterns in a switch yet
  private static void append(final Object value, final StringBuilder text) {
    if (value == null) {
      text.append("null");
    } else if (value instanceof Record fields) {
      appendRecord(fields, text);
    } else if (value instanceof Map<?, ?> entries) {
      appendMap(entries, text);
    } else if (value instanceof Iterable<?> items && !(value instanceof Path)) {
      appendItems(items, text);
    } else if (value instanceof Double number) {
      text.append(String.format(Locale.ROOT, "%.3f", number));
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      appendText(value.toString(), text);
    }
  }

  private static void appendRecord(final Record fields, final StringBuilder text) {
    text.append('{');
    String separator = "";
    for (final RecordComponent component : fields.getClass().getRecordComponents()) {
      text.append(separator);
      appendText(component.getName(), text);
      text.append(':');
      append(valueOf(component, fields), text);
      separator = ",";
    }
    text.append('}');
  }

  private static Object valueOf(final RecordComponent component, final Record fields) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(fields);
    } catch (final ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  private static void appendMap(final Map<?, ?> entries, final StringBuilder text) {
    text.append('{');
    String separator = "";
    for (final Map.Entry<?, ?> entry : entries.entrySet()) {
      text.append(separator);
      appendText(entry.getKey().toString(), text);
      text.append(':');
      append(entry.getValue(), text);
      separator = ",";
    }
    text.append('}');
  }

  private static void appendItems(final Iterable<?> items, final StringBuilder text) {
    text.append('[');
    for (final Iterator<?> item = items.iterator(); item.hasNext(); ) {
      append(item.next(), text);
      text.append(item.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private static void appendText(final String value, final StringBuilder text) {
    text.append('"');
    for (int at = 0; at < value.length(); at++) {
      final char letter = value.charAt(at);
      if (letter == '"' || letter == '\\') {
        text.append('\\').append(letter);
      } else if (letter < FIRST_PRINTABLE) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      } else {
        text.append(letter);
      }
    }
    text.append('"');
  }
}
