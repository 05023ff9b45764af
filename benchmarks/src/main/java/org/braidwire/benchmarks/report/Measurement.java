package org.braidwire.benchmarks.report;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one peer reached in one case: a figure a run, every one kept. Immutable.
 *
 * @param name the case
 * @param peer who was measured
 * @param metric what of it
 * @param unit of the values
 * @param better which values are the better ones
 * @param values one a run, in the order of the runs; runs of the same index were made in the same round
 * @param used what was really used, from counters: name and figure
 */
public record Measurement(
    String name,
    String peer,
    String metric,
    String unit,
    Better better,
    double[] values,
    Map<String, String> used) {
  /** A run that is not half as good as its peer's own median is stalled. */
  private static final double STALLED_SHARE = 0.5;

  /** With more stalled runs than 3 of 10 nothing can be said. */
  private static final double MAX_STALLED_SHARE = 0.3;

  public Measurement {
    if (values.length == 0) {
      throw new IllegalArgumentException(peer + " has no run of " + name);
    }
  }

  public Measurement(
      final String name,
      final String peer,
      final String metric,
      final String unit,
      final Better better,
      final double[] values) {
    this(name, peer, metric, unit, better, values, Map.of());
  }

  /** The same with what was really used. */
  public Measurement withUsed(final Map<String, String> facts) {
    return new Measurement(name, peer, metric, unit, better, values, facts);
  }

  public int runs() {
    return values.length;
  }

  /** Of all runs. */
  public double median() {
    return Samples.median(values);
  }

  /** Of the runs that did not stall; NaN where all did. */
  public double medianWithoutStalled() {
    final int[] good = goodRuns();
    return good.length == 0 ? Double.NaN : Samples.median(Samples.pick(values, good));
  }

  public double min() {
    return Arrays.stream(values).min().orElseThrow();
  }

  public double max() {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** Whether the run was less than half as good as the median of all, or moved nothing at all. */
  public boolean isStalled(final int run) {
    final double median = median();
    return better == Better.HIGHER
        ? values[run] <= 0 || values[run] < median * STALLED_SHARE
        : values[run] > median / STALLED_SHARE;
  }

  /** The runs that did not stall, by index. */
  public int[] goodRuns() {
    return IntStream.range(0, values.length).filter(run -> !isStalled(run)).toArray();
  }

  public int stalledRuns() {
    return values.length - goodRuns().length;
  }

  /** Whether few enough runs stalled for the figure to mean something. */
  public boolean isMeasurable() {
    return stalledRuns() <= MAX_STALLED_SHARE * values.length;
  }
}
