package org.braidwire.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.benchmarks.report.BenchException;
import org.junit.jupiter.api.Test;

class FrameFloodTest {
  @Test
  void truncatedFramesAreNoFigureWhereEveryPortTakesThemWhole() {
    assertThatThrownBy(() -> FrameFlood.checkTruncated(3, FrameFlood.SEGMENT_BYTES))
        .isInstanceOf(BenchException.class)
        .hasMessage("3 frames with 1460 octets of payload were truncated");
    assertThatCode(() -> FrameFlood.checkTruncated(0, FrameFlood.SEGMENT_BYTES))
        .doesNotThrowAnyException();
    assertThatCode(() -> FrameFlood.checkTruncated(3, FrameFlood.SUPER_BYTES))
        .doesNotThrowAnyException();
  }
}
