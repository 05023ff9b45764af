package org.braidwire.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class GuardTest {
  private static final int ROUNDS = 3;
  private static final long SLICE_NS = 10_000_000L;

  /** Where the meter's object goes, so that it is made. */
  private static volatile Object kept;

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
  }

  @Test
  void theMeterSeesOneSmallObjectAndNothingWhereThereIsNone() {
    final AllocationMeter meter = new AllocationMeter();

    assertThat(meter.allocatedBytes(() -> {}, () -> {
          kept = new byte[64];
        }))
        .isBetween(64L, 128L);
    assertThat(meter.allocatedBytes(() -> {}, () -> {})).isZero();
  }

  @Test
  void whatTheWorkFailedOfIsTold() {
    assertThatThrownBy(() -> new AllocationMeter().allocatedBytes(() -> {}, () -> {
          throw new BenchException("it broke");
        }))
        .hasMessage("it broke");
  }
}
