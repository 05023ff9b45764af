package org.braidwire.benchmarks.report;

import java.util.Locale;

/** A report as text for a terminal. Stateless. */
public final class ReportTable {
  private static final String ROW = "%-44s %-34s %-26s %11s %11s %11s %5s %8s  %s%n";

  private ReportTable() {}

  /** The environment, the figures, the comparisons. */
  public static String of(final BenchReport report) {
    final StringBuilder text = new StringBuilder(4096);
    report.environment()
        .forEach((name, value) ->
            text.append(name).append(": ").append(value).append('\n'));
    text.append('\n');
    text.append(String.format(
        Locale.ROOT, ROW, "case", "peer", "metric", "median", "min", "max", "runs", "stalled", "unit"));
    for (final Measurement result : report.results()) {
      text.append(String.format(
          Locale.ROOT,
          ROW,
          result.name(),
          result.peer(),
          result.metric(),
          number(result.median()),
          number(result.min()),
          number(result.max()),
          result.runs(),
          result.stalledRuns(),
          result.unit()));
    }
    text.append('\n');
    report.ratios().forEach(ratio -> text.append(line(ratio)).append(System.lineSeparator()));
    return text.toString();
  }

  private static String line(final Comparison ratio) {
    return String.format(
        Locale.ROOT,
        "%-44s %-26s %s (%s to %s, %s) against %s%s",
        ratio.name(),
        ratio.metric(),
        withUnit(ratio.value(), ratio.unit()),
        number(ratio.low()),
        number(ratio.high()),
        ratio.spread(),
        ratio.against(),
        promise(ratio));
  }

  private static String promise(final Comparison ratio) {
    if (ratio.verdict() == Verdict.NOT_MEASURABLE) {
      return ": not measurable here";
    }
    return ratio.verdict() == Verdict.NO_TARGET
        ? ""
        : String.format(
            Locale.ROOT,
            "; target %s %s: %s",
            ratio.better() == Better.LOWER ? "<=" : ">=",
            withUnit(ratio.target().bound(), ratio.unit()),
            ratio.verdict().label());
  }

  /** A figure with its unit, a ratio with the multiplication sign behind it. */
  static String withUnit(final double value, final String unit) {
    if (!Double.isFinite(value)) {
      return number(value);
    }
    return unit.equals(Comparison.TIMES) ? number(value) + "x" : number(value) + " " + unit;
  }

  /** Four digits that count, or a dash where there is no figure. */
  static String number(final double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    final double size = Math.abs(value);
    if (size >= 1000 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 100) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.2f" : "%.3f", value);
  }
}
