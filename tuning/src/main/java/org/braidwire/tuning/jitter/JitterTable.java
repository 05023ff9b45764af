package org.braidwire.tuning.jitter;

import java.util.Locale;

/** A {@link JitterReport} for people: percentiles, losses, and a small histogram. Stateless. */
public final class JitterTable {
  private static final int BAR_COLUMNS = 40;
  private static final double NS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;

  private JitterTable() {}

  /** The report as text. */
  public static String format(final JitterReport report) {
    final StringBuilder text = new StringBuilder(2048);
    line(
        text,
        "core %d, %.1f s, %,d turns of an empty loop",
        report.core(),
        report.elapsedNs() / NS_PER_SECOND,
        report.turns());
    line(
        text,
        "the clock moves by %s at least and a turn takes %s: a shorter pause cannot be seen",
        time(report.clockStepNs()),
        time(report.p50Ns()));
    line(
        text,
        "p50 %s   p99 %s   p99.9 %s   p99.99 %s   max %s",
        time(report.p50Ns()),
        time(report.p99Ns()),
        time(report.p999Ns()),
        time(report.p9999Ns()),
        time(report.maxNs()));
    for (final JitterReport.Loss loss : report.lost()) {
      line(
          text,
          "longer than %-7s %,9d times, %s together, %.4f %% of the time",
          time(loss.beyondNs()),
          loss.pauses(),
          time(loss.lostNs()),
          loss.share() * PERCENT);
    }
    histogram(text, report);
    return text.toString();
  }

  /** A bar's length is the logarithm of its count: of millions of turns it is the few that matter. */
  private static void histogram(final StringBuilder text, final JitterReport report) {
    final double most = report.buckets().stream()
        .mapToLong(JitterReport.Bucket::turns)
        .max()
        .orElse(1);
    for (final JitterReport.Bucket bucket : report.buckets()) {
      final double part = Math.log1p((double) bucket.turns()) / Math.log1p(most);
      line(
          text,
          "%8s to %-8s %,15d %s",
          time(bucket.fromNs()),
          time(bucket.untilNs()),
          bucket.turns(),
          "#".repeat((int) Math.ceil(part * BAR_COLUMNS)));
    }
  }

  /** With the unit in which the number is short. */
  static String time(final long ns) {
    if (ns < 10_000) {
      return ns + " ns";
    }
    if (ns < 10_000_000) {
      return number(ns / 1e3) + " us";
    }
    return ns < 10_000_000_000L ? number(ns / 1e6) + " ms" : number(ns / NS_PER_SECOND) + " s";
  }

  private static String number(final double value) {
    return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.1f" : "%.0f", value);
  }

  private static void line(final StringBuilder text, final String format, final Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
