package org.braidwire.gateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file. One thread. */
final class Problems {
  /** More help nobody. */
  private static final int MAX_PROBLEMS = 100;

  /** Characters of one, which may quote what is in the file. */
  private static final int MAX_TEXT = 500;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  /** Those of what is not there. */
  private final List<Problem> absences = new ArrayList<>();

  Problems(final String file) {
    this.file = file;
  }

  void error(final Spot spot, final String text) {
    add(spot, false, text);
  }

  void warning(final Spot spot, final String text) {
    add(spot, true, text);
  }

  /** Of something that is not there; it is elsewhere where a file is only half understood. */
  void absence(final Spot spot, final String text) {
    error(spot, text);
    absences.add(problems.getLast());
  }

  /** A problem is one line, whatever the file holds. */
  private void add(final Spot spot, final boolean warning, final String text) {
    final String line = text.replaceAll("\\p{Cntrl}", "?");
    final String shown = line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) + "..." : line;
    problems.add(new Problem(file, spot.line(), spot.column(), warning, shown));
  }

  void addAll(final Problems others) {
    problems.addAll(others.problems);
  }

  /** All but what is told of things that are not there. */
  void addPresent(final Problems others) {
    others.problems.stream()
        .filter(problem -> !others.absences.contains(problem))
        .forEach(problems::add);
  }

  boolean anyError() {
    return problems.stream().anyMatch(problem -> !problem.warning());
  }

  /** In order of line, errors before warnings where there are too many. */
  List<Problem> sorted() {
    final Comparator<Problem> byPlace =
        Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);
    return problems.stream()
        .sorted(Comparator.comparing(Problem::warning).thenComparing(byPlace))
        .limit(MAX_PROBLEMS)
        .sorted(byPlace)
        .toList();
  }
}
