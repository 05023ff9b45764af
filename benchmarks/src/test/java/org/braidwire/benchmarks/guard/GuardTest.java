package org.braidwire.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.benchmarks.loop.LoopGauge;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class GuardTest {
  private static final int ROUNDS = 3;
  private static final long SLICE_NS = 10_000_000L;

  @Test
  void aSegmentAllocatesNothingAndTheLoopIsTimed() {
    final BenchReport report = new Guard(ROUNDS, SLICE_NS).run(line -> {});

    assertThat(report.ratios())
        .filteredOn(ratio -> ratio.metric().equals(Guard.ALLOCATED))
        .hasSize(3)
        .allMatch(ratio -> ratio.verdict() == Verdict.MET);
    assertThat(report.ratios())
        .filteredOn(ratio -> ratio.metric().equals(Guard.BEST))
        .hasSize(3)
        .allSatisfy(ratio -> assertThat(ratio.value()).isPositive());
    assertThat(report.environment().get("reference loop")).isEqualTo("SHA-256 " + LoopGauge.referenceDigest());
  }
}
