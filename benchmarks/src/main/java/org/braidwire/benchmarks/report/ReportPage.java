package org.braidwire.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports as one page of Markdown: first what was promised, then each benchmark with everything it found. Stateless. */
public final class ReportPage {
  private static final String PREFACE = """
      # Benchmarks

      Written by `braidwire bench report`; the figures are not edited by hand. They are those of the machine that each
      section names: the commands make them again on another one.

      How it is measured:

      - The peers of a comparison run in turn, round by round, in the same process, and a ratio is taken within its
        round. Figures are medians over the rounds, with the least and the greatest.
      - A run that is not half as good as its own peer's median is *stalled*. Ratios leave rounds out in which either
        side stalled; with more than 3 of 10 stalled, nothing is claimed: *not measurable here*.
      - Each peer runs at the setting that a sweep before the comparison found best for it; the section names both.
      - What was really used is asserted from counters in every run.
      - Latency at a fixed rate is timed from the moment a message was meant to leave, and as many messages come back as
        were sent. Ping-pongs and echoes are closed loops: the next message leaves when the last one is back, and what a
        stall would have held up is not there to be counted.

      """;

  private ReportPage() {}

  /**
   * One report of the page.
   *
   * @param report what was found
   * @param picture its picture, as the page links to it, or null
   */
  public record Section(BenchReport report, String picture) {}

  /** The page. */
  public static String of(final List<Section> sections) {
    final StringBuilder page = new StringBuilder(PREFACE);
    page.append("## Targets\n\n");
    page.append("| benchmark | case | metric | against | value | spread | target | stretch | |\n");
    page.append("| --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- |\n");
    for (final Section section : sections) {
      for (final Comparison ratio : section.report().ratios()) {
        if (ratio.target().bound() != null) {
          page.append("| ").append(nameOf(section)).append(' ').append(row(ratio, true));
        }
      }
    }
    page.append('\n');
    sections.forEach(section -> append(section, page));
    return page.toString();
  }

  private static String nameOf(final Section section) {
    return section.report().environment().getOrDefault(BenchReport.BENCHMARK, "?");
  }

  private static void append(final Section section, final StringBuilder page) {
    final BenchReport report = section.report();
    page.append("## ").append(nameOf(section)).append("\n\n");
    page.append("```\n")
        .append(report.environment().getOrDefault(BenchReport.COMMAND, "?"))
        .append("\n```\n\n");
    for (final Map.Entry<String, String> fact : report.environment().entrySet()) {
      if (!fact.getKey().equals(BenchReport.BENCHMARK) && !fact.getKey().equals(BenchReport.COMMAND)) {
        page.append("- ")
            .append(fact.getKey())
            .append(": ")
            .append(escaped(fact.getValue()))
            .append('\n');
      }
    }
    page.append('\n');
    if (section.picture() != null) {
      page.append("![")
          .append(nameOf(section))
          .append("](")
          .append(section.picture())
          .append(")\n\n");
    }
    results(report, page);
    comparisons(report, page);
    used(report, page);
  }

  private static void results(final BenchReport report, final StringBuilder page) {
    page.append("| case | peer | metric | median | without stalled | min | max | runs | stalled | unit |\n");
    page.append("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (final Measurement result : report.results()) {
      page.append("| ")
          .append(String.join(
              " | ",
              escaped(result.name()),
              escaped(result.peer()),
              escaped(result.metric()),
              ReportTable.number(result.median()),
              ReportTable.number(result.medianWithoutStalled()),
              ReportTable.number(result.min()),
              ReportTable.number(result.max()),
              Integer.toString(result.runs()),
              result.stalledRuns() + (result.isMeasurable() ? "" : " (not measurable here)"),
              result.unit()))
          .append(" |\n");
    }
    page.append('\n');
  }

  private static void comparisons(final BenchReport report, final StringBuilder page) {
    if (report.ratios().isEmpty()) {
      return;
    }
    page.append("| case | metric | against | value | spread | target | stretch | |\n");
    page.append("| --- | --- | --- | ---: | ---: | ---: | ---: | --- |\n");
    for (final Comparison ratio : report.ratios()) {
      page.append(row(ratio, false));
    }
    page.append('\n');
  }

  private static String row(final Comparison ratio, final boolean bold) {
    final String verdict = ratio.verdict().label();
    return "| "
        + String.join(
            " | ",
            escaped(ratio.name()),
            escaped(ratio.metric()),
            escaped(ratio.against()),
            ReportTable.withUnit(ratio.value(), ratio.unit()),
            ReportTable.number(ratio.low()) + " to " + ReportTable.number(ratio.high())
                + (ratio.spread().equals(Comparison.INTERVAL) ? " (95 %)" : ""),
            bound(ratio, ratio.target().bound()),
            bound(ratio, ratio.target().stretch()),
            bold && ratio.verdict() == Verdict.MISSED ? "**" + verdict + "**" : verdict)
        + " |\n";
  }

  private static String bound(final Comparison ratio, final Double bound) {
    return bound == null
        ? ""
        : (ratio.better() == Better.LOWER ? "≤ " : "≥ ") + ReportTable.withUnit(bound, ratio.unit());
  }

  private static void used(final BenchReport report, final StringBuilder page) {
    final List<String> lines = new ArrayList<>();
    for (final Measurement result : report.results()) {
      if (!result.used().isEmpty()) {
        final List<String> facts = new ArrayList<>();
        result.used().forEach((name, value) -> facts.add(name + " " + value));
        lines.add("- " + escaped(result.name() + ", " + result.peer() + ": " + String.join(", ", facts)));
      }
    }
    if (!lines.isEmpty()) {
      page.append("What was really used:\n\n");
      lines.stream().distinct().forEach(line -> page.append(line).append('\n'));
      page.append('\n');
    }
  }

  private static String escaped(final String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
