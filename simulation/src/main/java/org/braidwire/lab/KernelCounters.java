package org.braidwire.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of one kernel host at one moment ({@code /proc/net/netstat} and {@code snmp}, all groups), read by a
 * thread inside its namespace. A name is group and counter, for example {@code MPTcpExtMPJoinAckRx} or
 * {@code TcpRetransSegs}. Immutable.
 */
public final class KernelCounters {
  /** Of the thread, not of the process: only the thread is inside the namespace. */
  private static final List<Path> FILES =
      List.of(Path.of("/proc/thread-self/net/netstat"), Path.of("/proc/thread-self/net/snmp"));

  private final Map<String, Long> values;

  private KernelCounters(final Map<String, Long> values) {
    this.values = values;
  }

  /** The counters of {@code namespace} now. */
  public static KernelCounters read(final String namespace) {
    return LabInside.call(namespace, () -> {
      final Map<String, Long> values = new TreeMap<>();
      for (final Path file : FILES) {
        parse(lines(file), values);
      }
      return new KernelCounters(values);
    });
  }

  /** Pairs of lines, names over values, each beginning with the group. */
  static void parse(final List<String> lines, final Map<String, Long> into) {
    for (int line = 0; line + 1 < lines.size(); line += 2) {
      final String[] names = lines.get(line).split(" ", -1);
      final String[] figures = lines.get(line + 1).split(" ", -1);
      if (names.length != figures.length || !names[0].equals(figures[0])) {
        throw new LaboratoryException("not a pair of counter lines: " + lines.get(line));
      }
      final String group = names[0].substring(0, names[0].indexOf(':'));
      for (int column = 1; column < names.length; column++) {
        if (!names[column].isEmpty()) {
          into.put(group + names[column], Long.parseLong(figures[column]));
        }
      }
    }
  }

  /** Counters of these names and values; for tests of whoever judges counters. */
  public static KernelCounters of(final Map<String, Long> values) {
    return new KernelCounters(new TreeMap<>(values));
  }

  private static List<String> lines(final Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).lines().toList();
    } catch (final IOException failure) {
      throw new LaboratoryException("cannot read " + file, failure);
    }
  }

  /** The counter's value; 0 for one that this kernel does not have, because it never counted: see {@link #has}. */
  public long get(final String name) {
    return values.getOrDefault(name, 0L);
  }

  /** Whether this kernel has the counter. */
  public boolean has(final String name) {
    return values.containsKey(name);
  }

  /** What was counted since {@code earlier}. */
  public KernelCounters since(final KernelCounters earlier) {
    final Map<String, Long> difference = new TreeMap<>();
    values.forEach((name, value) -> difference.put(name, value - earlier.get(name)));
    return new KernelCounters(difference);
  }

  /** All counters whose names begin with {@code prefix} and that are not 0, by name. */
  public Map<String, Long> nonZero(final String prefix) {
    final Map<String, Long> selected = new TreeMap<>();
    values.forEach((name, value) -> {
      if (value != 0 && name.startsWith(prefix)) {
        selected.put(name, value);
      }
    });
    return selected;
  }

  @Override
  public String toString() {
    return nonZero("").toString();
  }
}
