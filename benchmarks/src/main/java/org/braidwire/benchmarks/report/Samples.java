package org.braidwire.benchmarks.report;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** The few statistics that the reports use. Stateless. */
public final class Samples {
  /** Draws of a bootstrap: enough that its ends move by less than the figures' own digits. */
  private static final int DRAWS = 10_000;

  private static final double TAIL = 0.025;

  /** Of the drawing, so that a report can be made again from its values. */
  private static final long SEED = 20_260_101;

  private Samples() {}

  /** An interval that holds the figure in 95 of 100 repetitions of the measurement. */
  public record Interval(double low, double high) {
    /** Whether the two share a value. */
    public boolean meets(final Interval other) {
      return low <= other.high && other.low <= high;
    }
  }

  /** The middle value, or the mean of the two middle ones. */
  public static double median(final double[] values) {
    return quantile(values, 0.5);
  }

  /** The value below which the part {@code share} of the values lies, interpolated. */
  public static double quantile(final double[] values, final double share) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    final double[] sorted = values.clone();
    Arrays.sort(sorted);
    final double position = share * (sorted.length - 1);
    final int below = (int) position;
    final int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * A 95 % interval of {@code figure} by bootstrap: rounds are drawn anew with replacement, each whole, so that what a
   * round did to all peers alike does not widen it.
   *
   * @param rounds how many rounds there are
   * @param figure of the rounds whose indexes it is given
   */
  public static Interval bootstrap(final int rounds, final ToDoubleFunction<int[]> figure) {
    final Random random = new Random(SEED);
    final double[] figures = new double[DRAWS];
    final int[] drawn = new int[rounds];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < rounds; i++) {
        drawn[i] = random.nextInt(rounds);
      }
      figures[draw] = figure.applyAsDouble(drawn);
    }
    return new Interval(quantile(figures, TAIL), quantile(figures, 1 - TAIL));
  }

  /** The 95 % interval of the median of {@code values}. */
  public static Interval medianInterval(final double[] values) {
    return bootstrap(values.length, drawn -> median(pick(values, drawn)));
  }

  /** The values at {@code indexes}. */
  public static double[] pick(final double[] values, final int[] indexes) {
    final double[] picked = new double[indexes.length];
    Arrays.setAll(picked, i -> values[indexes[i]]);
    return picked;
  }
}
