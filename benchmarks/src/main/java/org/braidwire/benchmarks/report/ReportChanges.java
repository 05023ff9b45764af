package org.braidwire.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What became better or worse between two reports. Figures of two days are not comparable, for the machine is another
 * one each day; ratios against a peer of the same run are. A ratio has changed when the interval of new by old, drawn
 * from the rounds of both, leaves 1 out, and by more than a bound that is not worth a look. Stateless.
 */
public final class ReportChanges {
  /** A change below this part is not looked at, however sure. */
  private static final double LEAST_CHANGE = 0.03;

  /** With fewer rounds than this the interval means nothing. */
  private static final int FEWEST_ROUNDS = 3;

  private static final int DRAWS = 10_000;
  private static final long SEED = 20_260_102;
  private static final double TAIL = 0.025;

  private ReportChanges() {}

  /** How one ratio has changed. */
  public enum Change {
    BETTER,
    WORSE,
    /** Within the noise of both runs. */
    SAME,
    /** In one report only, or not measurable in one of them. */
    NOT_COMPARABLE
  }

  /**
   * One ratio of both reports.
   *
   * @param key the comparison's
   * @param before the old ratio, NaN where there is none
   * @param after the new one, NaN where there is none
   * @param interval of new by old, null where they are not comparable
   */
  public record Line(String key, double before, double after, Samples.Interval interval, Change change) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-14s %s: %s, was %s%s",
          change.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          key,
          ReportTable.number(after),
          ReportTable.number(before),
          interval == null
              ? ""
              : String.format(
                  Locale.ROOT, " (%.3f to %.3f times the old one)", interval.low(), interval.high()));
    }
  }

  /** Every ratio of either report. */
  public static List<Line> between(final BenchReport before, final BenchReport after) {
    final Map<String, Comparison> olds = new HashMap<>();
    before.ratios().forEach(ratio -> olds.put(ratio.key(), ratio));
    final List<Line> lines = new ArrayList<>();
    for (final Comparison ratio : after.ratios()) {
      lines.add(compare(olds.remove(ratio.key()), ratio));
    }
    for (final Comparison gone : before.ratios()) {
      if (olds.containsKey(gone.key())) {
        lines.add(new Line(gone.key(), gone.value(), Double.NaN, null, Change.NOT_COMPARABLE));
      }
    }
    return lines;
  }

  private static Line compare(final Comparison before, final Comparison after) {
    if (before == null || !isUsable(before) || !isUsable(after)) {
      return new Line(
          after.key(),
          before == null ? Double.NaN : before.value(),
          after.value(),
          null,
          Change.NOT_COMPARABLE);
    }
    final Samples.Interval interval = interval(finite(before.values()), finite(after.values()));
    return new Line(
        after.key(),
        before.value(),
        after.value(),
        interval,
        judge(interval, after.value() / before.value(), after.better()));
  }

  private static boolean isUsable(final Comparison ratio) {
    return ratio.verdict() != Verdict.NOT_MEASURABLE
        && finite(ratio.values()).length >= FEWEST_ROUNDS
        && Samples.median(finite(ratio.values())) > 0;
  }

  /** Without the rounds in which the other side moved nothing. */
  private static double[] finite(final double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  private static Samples.Interval interval(final double[] before, final double[] after) {
    final Random random = new Random(SEED);
    final double[] changes = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      changes[draw] = Samples.median(draw(after, random)) / Samples.median(draw(before, random));
    }
    return new Samples.Interval(Samples.quantile(changes, TAIL), Samples.quantile(changes, 1 - TAIL));
  }

  private static double[] draw(final double[] values, final Random random) {
    final double[] drawn = new double[values.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = values[random.nextInt(values.length)];
    }
    return drawn;
  }

  private static Change judge(final Samples.Interval interval, final double change, final Better better) {
    final boolean sure = interval.low() > 1 || interval.high() < 1;
    if (!sure || Math.abs(change - 1) < LEAST_CHANGE) {
      return Change.SAME;
    }
    return better.reaches(change, 1) ? Change.BETTER : Change.WORSE;
  }
}
