package org.braidwire.tuning.stat;

import java.util.List;
import java.util.Locale;

/** Counters as a table for people: a heading for what they belong to, and one line a counter. Stateless. */
public final class StatTable {
  private StatTable() {}

  /**
   * The rows as text.
   *
   * @param all whether counters that are zero are shown, too
   */
  public static String format(final List<CounterRow> rows, final boolean all) {
    final StringBuilder text = new StringBuilder(4096);
    String heading = "";
    for (final CounterRow row : rows) {
      if (!all && row.value() == 0 && !isGauge(row)) {
        continue;
      }
      final String own = heading(row);
      if (!own.equals(heading)) {
        heading = own;
        text.append(own).append('\n');
      }
      text.append(String.format(Locale.ROOT, "  %-32s %,18d", row.name(), row.value()));
      if (row.perSecond() != null) {
        text.append(String.format(Locale.ROOT, " %,16.0f/s", row.perSecond()));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static boolean isGauge(final CounterRow row) {
    return row.kind().endsWith("gauge");
  }

  private static String heading(final CounterRow row) {
    final String engine = "engine " + row.engine();
    return switch (row.kind()) {
      case "drop" -> engine + ", dropped";
      case "port", "port gauge" -> engine + ", port " + row.scope();
      case "listener" -> engine + ", listening on " + row.scope();
      default -> engine;
    };
  }

  /** One line a process, to choose from. */
  public static String list(final List<PublishingProcess> processes) {
    final StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%8s %-12s %7s  %s%n", "process", "user", "engines", "command"));
    for (final PublishingProcess process : processes) {
      text.append(String.format(
          Locale.ROOT,
          "%8d %-12s %7d  %s%n",
          process.pid(),
          process.user(),
          process.engines(),
          process.command()));
    }
    return text.toString();
  }
}
