package org.braidwire.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportChangesTest {
  private static final int ROUNDS = 10;

  @Test
  void noiseIsNoChange() {
    assertThat(change(ratios(1, Better.LOWER, 0.5), ratios(2, Better.LOWER, 0.5)))
        .isEqualTo(ReportChanges.Change.SAME);
  }

  @Test
  void aRatioThatMovedBeyondTheNoiseIsBetterOrWorse() {
    assertThat(change(ratios(1, Better.LOWER, 0.5), ratios(2, Better.LOWER, 0.6)))
        .isEqualTo(ReportChanges.Change.WORSE);
    assertThat(change(ratios(1, Better.LOWER, 0.5), ratios(2, Better.LOWER, 0.4)))
        .isEqualTo(ReportChanges.Change.BETTER);
    assertThat(change(ratios(1, Better.HIGHER, 1.3), ratios(2, Better.HIGHER, 1.1)))
        .isEqualTo(ReportChanges.Change.WORSE);
  }

  @Test
  void aChangeTooSmallToMatterIsNone() {
    final BenchReport before = report(Better.LOWER, fill(1.00));
    final BenchReport after = report(Better.LOWER, fill(1.02));

    assertThat(change(before, after)).isEqualTo(ReportChanges.Change.SAME);
  }

  @Test
  void whatIsInOneReportOnlyIsNotComparable() {
    final BenchReport empty = BenchReport.begin("bench test");
    final BenchReport full = ratios(1, Better.LOWER, 0.5);

    assertThat(change(empty, full)).isEqualTo(ReportChanges.Change.NOT_COMPARABLE);
    assertThat(change(full, empty)).isEqualTo(ReportChanges.Change.NOT_COMPARABLE);
    assertThat(ReportChanges.between(full, empty).getFirst().toString()).contains("not comparable", "was 0.5");
  }

  private static ReportChanges.Change change(final BenchReport before, final BenchReport after) {
    final List<ReportChanges.Line> lines = ReportChanges.between(before, after);
    assertThat(lines).hasSize(1);
    return lines.getFirst().change();
  }

  private static double[] fill(final double value) {
    final double[] values = new double[ROUNDS];
    Arrays.fill(values, value);
    return values;
  }

  /** Ratios that scatter by some per cent around {@code middle}. */
  private static BenchReport ratios(final long seed, final Better better, final double middle) {
    final Random random = new Random(seed);
    final double[] values = new double[ROUNDS];
    Arrays.setAll(values, i -> middle * (1 + 0.05 * (random.nextDouble() - 0.5)));
    return report(better, values);
  }

  private static BenchReport report(final Better better, final double[] values) {
    final BenchReport report = BenchReport.begin("bench test");
    final Measurement ours = new Measurement("case", "ours", "p50", "us", better, values);
    final Measurement theirs = new Measurement("case", "theirs", "p50", "us", better, fill(1));
    report.add(Comparison.ratio(ours, theirs, Target.NONE));
    return report;
  }
}
