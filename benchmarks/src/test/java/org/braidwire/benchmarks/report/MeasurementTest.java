package org.braidwire.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void aRunBelowHalfOfItsPeersMedianIsStalled() {
    final Measurement rates = rates("ours", 10, 11, 9, 4.9, 10, 10, 12, 10, 10, 10);

    assertThat(rates.isStalled(3)).isTrue();
    assertThat(rates.stalledRuns()).isEqualTo(1);
    assertThat(rates.median()).isEqualTo(10);
    assertThat(rates.medianWithoutStalled()).isEqualTo(10);
    assertThat(rates.isMeasurable()).isTrue();
  }

  @Test
  void halfOfTheMedianIsNotStalled() {
    assertThat(rates("ours", 10, 10, 5).stalledRuns()).isZero();
  }

  @Test
  void aTimeAboveTwiceTheMedianIsStalled() {
    final Measurement times =
        new Measurement("case", "ours", "p50", "us", Better.LOWER, new double[] {10, 20, 20.1, 10, 4});

    assertThat(times.isStalled(1)).isFalse();
    assertThat(times.isStalled(2)).isTrue();
    assertThat(times.isStalled(4)).isFalse();
  }

  @Test
  void moreThanThreeStalledOfTenAreNotMeasurable() {
    assertThat(rates("ours", 1, 1, 1, 9, 9, 9, 9, 9, 9, 9).isMeasurable()).isTrue();
    assertThat(rates("ours", 1, 1, 1, 1, 9, 9, 9, 9, 9, 9).isMeasurable()).isFalse();
  }

  @Test
  void aRatioIsTakenWithinItsRoundAndLeavesStalledRoundsOut() {
    final Measurement ours = rates("ours", 20, 40, 20, 20);
    final Measurement theirs = rates("theirs", 10, 20, 2, 10);

    final Comparison ratio = Comparison.ratio(ours, theirs, Target.of(1.9, 2.5));

    assertThat(ratio.value()).isEqualTo(2);
    assertThat(ratio.withStalled()).isEqualTo(2);
    assertThat(ratio.high()).isEqualTo(10);
    assertThat(ratio.verdict()).isEqualTo(Verdict.MET);
    assertThat(ratio.verdict().met()).isTrue();
  }

  @Test
  void nothingIsClaimedAgainstAPeerThatStalls() {
    final Measurement ours = rates("ours", 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
    final Measurement theirs = rates("theirs", 1, 1, 1, 1, 9, 9, 9, 9, 9, 9);

    final Comparison ratio = Comparison.ratio(ours, theirs, Target.of(1));

    assertThat(ratio.verdict()).isEqualTo(Verdict.NOT_MEASURABLE);
    assertThat(ratio.verdict().met()).isNull();
  }

  @Test
  void nothingIsClaimedAgainstAPeerThatMovedNothing() {
    final Measurement ours = rates("ours", 9, 9, 9);
    final Measurement theirs = rates("theirs", 0, 0, 0);

    assertThat(theirs.medianWithoutStalled()).isNaN();
    assertThat(Comparison.ratio(ours, theirs, Target.of(1)).verdict()).isEqualTo(Verdict.NOT_MEASURABLE);
  }

  @Test
  void lowerIsBetterWhereItIs() {
    final Measurement ours = new Measurement("case", "ours", "p50", "us", Better.LOWER, new double[] {3, 3, 3});
    final Measurement theirs = new Measurement("case", "raw", "p50", "us", Better.LOWER, new double[] {2, 2, 2});

    assertThat(Comparison.ratio(ours, theirs, Target.of(1.4)).verdict()).isEqualTo(Verdict.MISSED);
    assertThat(Comparison.ratio(ours, theirs, Target.of(1.5)).verdict()).isEqualTo(Verdict.MET);
    assertThat(Comparison.ratio(ours, theirs, Target.NONE).verdict()).isEqualTo(Verdict.NO_TARGET);
    assertThat(Comparison.difference(ours, theirs, Target.of(1.2)).value()).isEqualTo(1);
    assertThat(Comparison.bound(ours, "2.5 us", Target.of(2.5)).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void theWorseEndOfAnIntervalDecides() {
    final Comparison.Subject subject =
        new Comparison.Subject("case", "theirs", "p99", Comparison.TIMES, Better.LOWER);
    final Samples.Interval interval = new Samples.Interval(0.4, 0.7);

    assertThat(Comparison.interval(subject, 0.5, interval, true, Target.of(0.6), new double[0])
            .verdict())
        .isEqualTo(Verdict.MISSED);
    assertThat(Comparison.interval(subject, 0.5, interval, true, Target.of(0.7), new double[0])
            .verdict())
        .isEqualTo(Verdict.MET);
    final Comparison few = Comparison.interval(subject, 0.5, interval, false, Target.of(0.7), new double[0]);
    assertThat(few.verdict()).isEqualTo(Verdict.NOT_MEASURABLE);
    assertThat(few.value()).isEqualTo(0.5);
  }

  @Test
  void roundsMustBeTheSame() {
    final Measurement ours = rates("ours", 1, 2);
    final Measurement theirs = rates("theirs", 1, 2, 3);

    assertThatThrownBy(() -> Comparison.ratio(ours, theirs, Target.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBootstrapCoversTheMedianAndRepeats() {
    final double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100};

    final Samples.Interval interval = Samples.medianInterval(values);

    assertThat(interval.low()).isBetween(1.0, 5.5);
    assertThat(interval.high()).isBetween(5.5, 9.0);
    assertThat(Samples.medianInterval(values)).isEqualTo(interval);
    assertThat(Samples.medianInterval(new double[] {7, 7, 7})).isEqualTo(new Samples.Interval(7, 7));
  }

  private static Measurement rates(final String peer, final double... values) {
    return new Measurement("case", peer, "rate", "Gbit/s", Better.HIGHER, values);
  }
}
