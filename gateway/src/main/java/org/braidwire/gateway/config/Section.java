package org.braidwire.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlEntry;
import org.tomlj.TomlTable;

/**
 * A table of the file that is read key by key. Tells what is wrong with a value, and at the end which keys nobody asked
 * for. One thread.
 */
final class Section {
  private final TomlTable table;
  private final String title;
  private final Spot spot;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  /** @param title as messages call it, such as {@code [[path]]}; empty for the file itself */
  Section(final TomlTable table, final String title, final Spot spot, final Problems problems) {
    this.table = table;
    this.title = title;
    this.spot = spot;
    this.problems = problems;
  }

  /** Where the value of a key is, or where the section begins. */
  Spot spot(final String key) {
    return has(key) ? Spot.of(entry(key).value().position()) : spot;
  }

  /** Where an element of a key's list is. */
  Spot spot(final String key, final int index) {
    return has(key) && table.get(List.of(key)) instanceof final TomlArray array && index < array.size()
        ? Spot.of(array.inputPositionOf(index))
        : spot(key);
  }

  Spot spot() {
    return spot;
  }

  boolean isCalled(final String name) {
    return title.equals(name);
  }

  boolean has(final String key) {
    return table.contains(List.of(key));
  }

  /** The value, or null where there is none or a wrong one, which is told. */
  <T> T get(final String key, final Kind<T> kind) {
    known.add(key);
    if (!has(key)) {
      return null;
    }
    if (table.get(List.of(key)) instanceof final String text) {
      return parse(key, text, kind, spot(key));
    }
    wrongType(key, table.get(List.of(key)), kind.meant());
    return null;
  }

  <T> T get(final String key, final Kind<T> kind, final T otherwise) {
    final T value = get(key, kind);
    return value == null ? otherwise : value;
  }

  /** The same; absence is told, too. */
  <T> T require(final String key, final Kind<T> kind) {
    if (!has(key)) {
      missing(key, kind.meant());
    }
    return get(key, kind);
  }

  void missing(final String key, final String meant) {
    known.add(key);
    problems.absence(spot, prefixed(key + " is missing") + "; " + meant + " was meant");
  }

  int number(final String key, final int least, final int most, final int otherwise) {
    known.add(key);
    final String meant = "a whole number from " + least + " to " + most;
    if (!has(key)) {
      return otherwise;
    }
    if (!(table.get(List.of(key)) instanceof final Long value)) {
      wrongType(key, table.get(List.of(key)), meant);
    } else if (value < least || value > most) {
      problems.error(spot(key), key + ": " + value + " is out of range; " + meant + " was meant");
    } else {
      return value.intValue();
    }
    return otherwise;
  }

  boolean flag(final String key) {
    known.add(key);
    if (has(key) && table.get(List.of(key)) instanceof final Boolean value) {
      return value;
    }
    if (has(key)) {
      wrongType(key, table.get(List.of(key)), "true or false");
    }
    return false;
  }

  /** All values of a list that are right. */
  <T> List<T> list(final String key, final Kind<T> kind, final int most) {
    known.add(key);
    final List<T> values = new ArrayList<>();
    if (!has(key)) {
      return values;
    }
    if (!(table.get(List.of(key)) instanceof final TomlArray array)) {
      wrongType(key, table.get(List.of(key)), "a list of such as " + kind.meant());
      return values;
    }
    if (array.size() > most) {
      problems.error(spot(key), key + " has " + array.size() + " values; at most " + most + " were meant");
    }
    if (array.isEmpty()) {
      problems.error(
          spot(key), key + " is empty; no list at all was meant, which holds everything, or some values");
    }
    for (int i = 0; i < Math.min(array.size(), most); i++) {
      final Spot place = Spot.of(array.inputPositionOf(i));
      if (array.get(i) instanceof final String text) {
        Optional.ofNullable(parse(key, text, kind, place)).ifPresent(values::add);
      } else {
        problems.error(place, key + " holds " + typeOf(array.get(i)) + "; " + kind.meant() + " was meant");
      }
    }
    return values;
  }

  /** The table {@code [key]}, empty where there is none. */
  Section table(final String key) {
    known.add(key);
    final String name = "[" + key + "]";
    if (has(key) && table.get(List.of(key)) instanceof final TomlTable inner) {
      return new Section(inner, name, Spot.of(entry(key).position()), problems);
    }
    if (has(key)) {
      wrongType(key, table.get(List.of(key)), "a table " + name);
    }
    return new Section(Toml.parse(""), name, spot, problems);
  }

  /** The tables {@code [[key]]}. */
  List<Section> tables(final String key, final int most) {
    known.add(key);
    final List<Section> sections = new ArrayList<>();
    final String name = "[[" + key + "]]";
    if (!has(key)) {
      return sections;
    }
    if (!(table.get(List.of(key)) instanceof final TomlArray array)) {
      wrongType(key, table.get(List.of(key)), "tables " + name);
      return sections;
    }
    for (int i = 0; i < array.size(); i++) {
      final Spot place = Spot.of(array.inputPositionOf(i));
      if (i == most) {
        problems.error(place, "there are more than " + most + " " + name + "; fewer were meant");
        break;
      }
      if (array.get(i) instanceof final TomlTable inner) {
        sections.add(new Section(inner, name, place, problems));
      } else {
        problems.error(place, key + " holds " + typeOf(array.get(i)) + "; tables " + name + " were meant");
      }
    }
    return sections;
  }

  /** Whether a key may be read: tells where it is of the other role; a file without a role may have both. */
  boolean isFor(final Role wanted, final Role role, final String key) {
    if (role == null || role == wanted) {
      return true;
    }
    known.add(key);
    if (has(key)) {
      problems.error(
          Spot.of(entry(key).position()),
          prefixed(key + " is for role = \"" + wanted.label() + "\"") + "; this file is of role \""
              + role.label() + "\"");
    }
    return false;
  }

  /** Tells the keys that nobody asked for. Their values are not told: they may be secrets in the wrong place. */
  void close() {
    for (final String key : table.keySet()) {
      if (!known.contains(key)) {
        problems.error(
            Spot.of(entry(key).position()),
            prefixed("unknown key \"" + key + "\"") + Similar.hint(key, known));
      }
    }
  }

  private <T> T parse(final String key, final String text, final Kind<T> kind, final Spot place) {
    try {
      return kind.parse().apply(text);
    } catch (final IllegalArgumentException wrong) {
      final String why = wrong.getMessage();
      problems.error(place, key + ": " + why + (why.contains("; ") ? "" : "; " + kind.meant() + " was meant"));
      return null;
    }
  }

  private void wrongType(final String key, final Object value, final String meant) {
    problems.error(spot(key), key + " is " + typeOf(value) + "; " + meant + " was meant");
  }

  private String prefixed(final String text) {
    return (title.isEmpty() ? "" : title + ": ") + text;
  }

  private TomlEntry entry(final String key) {
    return table.entry(List.of(key));
  }

  private static String typeOf(final Object value) {
    return switch (value) {
      case String _ -> "a text";
      case Long _ -> "a number without quotes";
      case Double _ -> "a number with a fraction";
      case Boolean _ -> "true or false";
      case TomlArray array when !array.isEmpty() && array.get(0) instanceof TomlTable -> "a list of tables";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }
}
