package org.braidwire.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was really used in all runs of a peer, fact by fact, so that no run hides behind the last one: what was the same
 * in each stands once, figures with their least and their greatest, other things one after the other, a few of them.
 * The thread that runs the benchmark.
 */
public final class RunFacts {
  /** Different texts of one fact that are told; of more it is told how many there were. */
  static final int MOST_TEXTS = 3;

  /** A whole number, and its unit if there is one. */
  private static final Pattern FIGURE = Pattern.compile("(-?\\d{1,18})( \\S+)?");

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private int runs;

  /** Takes what one more run has used. */
  public void add(final Map<String, String> used) {
    runs++;
    used.forEach((fact, value) ->
        values.computeIfAbsent(fact, first -> new ArrayList<>()).add(value));
  }

  /** Of all runs together. */
  public Map<String, String> all() {
    final Map<String, String> all = new LinkedHashMap<>();
    values.forEach((fact, told) -> {
      final String some = told.size() < runs ? " (in " + told.size() + " of " + runs + " runs)" : "";
      all.put(fact, together(told) + some);
    });
    return all;
  }

  private static String together(final List<String> told) {
    final List<String> different = told.stream().distinct().toList();
    if (different.size() == 1) {
      return different.getFirst();
    }
    final List<Matcher> figures = different.stream().map(FIGURE::matcher).toList();
    if (figures.stream().allMatch(Matcher::matches)
        && figures.stream().map(figure -> figure.group(2)).distinct().count() == 1) {
      return range(figures);
    }
    final String texts = different.stream().limit(MOST_TEXTS).collect(Collectors.joining("; "));
    return different.size() <= MOST_TEXTS ? texts : texts + "; and " + (different.size() - MOST_TEXTS) + " others";
  }

  private static String range(final List<Matcher> figures) {
    final String unit = figures.getFirst().group(2);
    final long[] sorted = figures.stream()
        .mapToLong(figure -> Long.parseLong(figure.group(1)))
        .sorted()
        .toArray();
    return sorted[0] + " to " + sorted[sorted.length - 1] + (unit == null ? "" : unit);
  }
}
