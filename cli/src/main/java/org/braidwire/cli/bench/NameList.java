package org.braidwire.cli.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names with commas between them, some of which have a comma of their own. Stateless. */
final class NameList {
  private NameList() {}

  /**
   * The names in {@code text}, each the longest one of {@code known} that stands there.
   *
   * @throws IllegalArgumentException with the piece, up to its comma, that begins no known name
   */
  static List<String> parse(final String text, final Collection<String> known) {
    final List<String> names = new ArrayList<>();
    String rest = text.strip();
    do {
      final String here = rest;
      final String name = known.stream()
          .filter(candidate -> here.equals(candidate) || here.startsWith(candidate + ","))
          .max(Comparator.comparingInt(String::length))
          .orElseThrow(() -> new IllegalArgumentException(here.split(",", 2)[0]));
      names.add(name);
      rest = rest.substring(Math.min(rest.length(), name.length() + 1)).strip();
    } while (!rest.isEmpty());
    return names;
  }
}
