package org.braidwire.benchmarks.report;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * One figure against another one, or against a bound, and what that says of the target. Immutable.
 *
 * @param name the case
 * @param against whom or what
 * @param metric what is compared
 * @param unit {@link #TIMES} for a ratio
 * @param better which values are the better ones
 * @param value the median over the rounds in which neither side stalled; NaN where nothing could be measured
 * @param withStalled the same over all rounds
 * @param low least of the values, or the interval's lower end
 * @param high greatest of the values, or the interval's upper end
 * @param spread what {@code low} and {@code high} are
 * @param target what was promised
 * @param verdict whether it was kept
 * @param values one a round, stalled ones included
 */
public record Comparison(
    String name,
    String against,
    String metric,
    String unit,
    Better better,
    double value,
    double withStalled,
    double low,
    double high,
    String spread,
    Target target,
    Verdict verdict,
    double[] values) {
  /** The unit of a ratio. */
  public static final String TIMES = "x";

  /** {@link #spread}: the least and the greatest value. */
  public static final String OF_ROUNDS = "rounds";

  /** {@link #spread}: a 95 % interval by bootstrap. */
  public static final String INTERVAL = "95 % interval";

  /** How many times {@code theirs} our figure is, taken within each round. */
  public static Comparison ratio(final Measurement ours, final Measurement theirs, final Target target) {
    return within(ours, theirs, nameOf(theirs, ours), TIMES, (a, b) -> a / b, target);
  }

  /** How far our figure lies above {@code theirs}, taken within each round. */
  public static Comparison difference(final Measurement ours, final Measurement theirs, final Target target) {
    return within(ours, theirs, "above " + nameOf(theirs, ours), ours.unit(), (a, b) -> a - b, target);
  }

  /** The peer, with its case where that is another one. */
  private static String nameOf(final Measurement theirs, final Measurement ours) {
    return theirs.name().equals(ours.name()) ? theirs.peer() : theirs.peer() + " in " + theirs.name();
  }

  private static Comparison within(
      final Measurement ours,
      final Measurement theirs,
      final String against,
      final String unit,
      final DoubleBinaryOperator of,
      final Target target) {
    if (ours.runs() != theirs.runs()) {
      throw new IllegalArgumentException("rounds of " + ours.peer() + " and " + theirs.peer() + " differ");
    }
    final double[] values = new double[ours.runs()];
    Arrays.setAll(values, run -> of.applyAsDouble(ours.values()[run], theirs.values()[run]));
    final int[] good = IntStream.range(0, values.length)
        .filter(run -> !ours.isStalled(run) && !theirs.isStalled(run))
        .toArray();
    final boolean measurable = ours.isMeasurable() && theirs.isMeasurable() && good.length > 0;
    return ofRounds(
        new Subject(ours.name(), against, ours.metric(), unit, ours.better()),
        values,
        good,
        measurable,
        target);
  }

  /** Our figure itself against a fixed bound. */
  public static Comparison bound(final Measurement ours, final String against, final Target target) {
    return ofRounds(
        new Subject(ours.name(), against, ours.metric(), ours.unit(), ours.better()),
        ours.values(),
        ours.goodRuns(),
        ours.isMeasurable(),
        target);
  }

  /** What is compared with what. */
  public record Subject(String name, String against, String metric, String unit, Better better) {}

  private static Comparison ofRounds(
      final Subject subject,
      final double[] values,
      final int[] good,
      final boolean measurable,
      final Target target) {
    final double value = good.length == 0 ? Double.NaN : Samples.median(Samples.pick(values, good));
    final Verdict verdict = measurable ? target.judge(value, subject.better()) : Verdict.NOT_MEASURABLE;
    return new Comparison(
        subject.name(),
        subject.against(),
        subject.metric(),
        subject.unit(),
        subject.better(),
        value,
        Samples.median(values),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow(),
        OF_ROUNDS,
        target,
        verdict,
        values);
  }

  /** A figure with its 95 % interval, whose worse end decides; nothing does where too little was {@code measurable}. */
  public static Comparison interval(
      final Subject subject,
      final double value,
      final Samples.Interval interval,
      final boolean measurable,
      final Target target,
      final double[] values) {
    final double worse = subject.better().worse(interval.low(), interval.high());
    return new Comparison(
        subject.name(),
        subject.against(),
        subject.metric(),
        subject.unit(),
        subject.better(),
        value,
        value,
        interval.low(),
        interval.high(),
        INTERVAL,
        target,
        measurable ? target.judge(worse, subject.better()) : Verdict.NOT_MEASURABLE,
        values);
  }

  /** A comparison that could not be made here. */
  public static Comparison notMeasurable(final Subject subject, final Target target) {
    return new Comparison(
        subject.name(),
        subject.against(),
        subject.metric(),
        subject.unit(),
        subject.better(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        OF_ROUNDS,
        target,
        Verdict.NOT_MEASURABLE,
        new double[0]);
  }

  /** What tells two comparisons of two reports that they are the same one. */
  public String key() {
    return name + " | " + against + " | " + metric;
  }
}
