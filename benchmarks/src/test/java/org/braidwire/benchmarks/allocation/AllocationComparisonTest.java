package org.braidwire.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.benchmarks.report.BenchReport;
import org.junit.jupiter.api.Test;

/** The whole measurement, for it is the test: engine and port agents allocate nothing a segment. */
class AllocationComparisonTest {
  private static final int MOST_ROUNDS = 6;
  private static final long SEGMENTS = 1_000_000;

  @Test
  void nothingIsAllocatedASegmentWhateverSegmentsMeet() {
    final BenchReport report = new AllocationComparison(MOST_ROUNDS, SEGMENTS).run(line -> {});

    assertThat(report.results())
        .hasSize(2 * AllocationCase.values().length)
        .allSatisfy(result -> assertThat(result.max()).as(result.name()).isZero())
        .allSatisfy(result -> assertThat(result.used().get(AllocationComparison.ROUNDS))
            .matches("(\\d+, )*0"));
    assertThat(report.hasMissed()).isFalse();
  }
}
