package org.braidwire.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;

class AllocationMeterTest {
  /** Where the meter's object goes, so that it is made. */
  private static volatile Object kept;

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

  @Test
  void aBrokenAssertionIsTheBenchmarksFailure() {
    assertThatThrownBy(() -> new AllocationMeter().allocatedBytes(() -> {}, () -> {
          throw new AssertionError("not so");
        }))
        .isInstanceOf(BenchException.class)
        .hasMessage("the measured work broke: not so");
  }
}
