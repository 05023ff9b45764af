package org.braidwire.tuning.jitter;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What the machine took from an empty loop. A value, in the form that scripts read as JSON.
 *
 * @param core where the loop was pinned
 * @param elapsedNs how long it ran
 * @param turns how often it read the clock
 * @param clockStepNs the least difference of two readings that was seen; shorter pauses do not show
 * @param p50Ns half the turns took no longer: what a turn itself takes
 * @param maxNs the longest turn
 * @param lost what was lost to pauses beyond each threshold
 * @param buckets how many turns took how long, in steps of 1, 2, 5; empty ones at both ends are left out
 */
public record JitterReport(
    int core,
    long elapsedNs,
    long turns,
    long clockStepNs,
    long p50Ns,
    long p99Ns,
    long p999Ns,
    long p9999Ns,
    long maxNs,
    List<Loss> lost,
    List<Bucket> buckets) {
  private static final long[] THRESHOLDS_NS = {1_000, 10_000, 100_000, 1_000_000};
  private static final int[] STEPS = {1, 2, 5};
  private static final long LAST_BOUND_NS = 1_000_000_000_000L;

  /**
   * Pauses that are longer than {@code beyondNs}.
   *
   * @param pauses how many
   * @param lostNs how long they were together
   * @param share of the whole time, 0 to 1
   */
  public record Loss(long beyondNs, long pauses, long lostNs, double share) {}

  /** Turns that took {@code fromNs} to less than {@code untilNs}. */
  public record Bucket(long fromNs, long untilNs, long turns) {}

  static JitterReport of(final int core, final long elapsedNs, final long clockStepNs, final Histogram pauses) {
    return new JitterReport(
        core,
        elapsedNs,
        pauses.getTotalCount(),
        clockStepNs,
        pauses.getValueAtPercentile(50),
        pauses.getValueAtPercentile(99),
        pauses.getValueAtPercentile(99.9),
        pauses.getValueAtPercentile(99.99),
        pauses.getMaxValue(),
        losses(elapsedNs, pauses),
        buckets(pauses));
  }

  private static List<Loss> losses(final long elapsedNs, final Histogram pauses) {
    final List<Loss> losses = new ArrayList<>();
    for (final long beyondNs : THRESHOLDS_NS) {
      long count = 0;
      long lostNs = 0;
      for (final HistogramIterationValue value : pauses.recordedValues()) {
        if (value.getValueIteratedTo() > beyondNs) {
          count += value.getCountAtValueIteratedTo();
          lostNs += value.getCountAtValueIteratedTo() * value.getValueIteratedTo();
        }
      }
      losses.add(new Loss(beyondNs, count, lostNs, elapsedNs == 0 ? 0 : (double) lostNs / elapsedNs));
    }
    return losses;
  }

  /** Each turn in one bucket, by its length as the histogram has it, to three digits. */
  private static List<Bucket> buckets(final Histogram pauses) {
    final NavigableMap<Long, Long> turnsFrom = new TreeMap<>();
    turnsFrom.put(0L, 0L);
    for (long decadeNs = 10; decadeNs <= LAST_BOUND_NS; decadeNs *= 10) {
      for (final int step : STEPS) {
        turnsFrom.put(decadeNs * step, 0L);
      }
    }
    for (final HistogramIterationValue value : pauses.recordedValues()) {
      turnsFrom.merge(
          turnsFrom.floorKey(value.getValueIteratedTo()), value.getCountAtValueIteratedTo(), Long::sum);
    }
    final List<Bucket> buckets = new ArrayList<>();
    for (long fromNs = 0; fromNs < turnsFrom.lastKey(); fromNs = turnsFrom.higherKey(fromNs)) {
      buckets.add(new Bucket(fromNs, turnsFrom.higherKey(fromNs), turnsFrom.get(fromNs)));
    }
    while (!buckets.isEmpty() && buckets.getLast().turns() == 0) {
      buckets.removeLast();
    }
    while (!buckets.isEmpty() && buckets.getFirst().turns() == 0) {
      buckets.removeFirst();
    }
    return buckets;
  }
}
