package org.braidwire.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StationTest {
  @Test
  void theLongestBeginningCounts() {
    assertThat(Station.of("org.braidwire.stack.wire.Checksum")).isEqualTo("checksums");
    assertThat(Station.of("org.braidwire.stack.wire.OptionWriter")).isEqualTo("headers and options");
    assertThat(Station.of("org.braidwire.stack.subflow.Subflow")).isEqualTo("subflow (TCP)");
    assertThat(Station.of("java.lang.Thread")).isEqualTo(Station.OTHER);
  }

  @Test
  void whatWorksForItsCallerHasNone() {
    assertThat(Station.hasOwn("org.braidwire.io.frame.Memory")).isFalse();
    assertThat(Station.hasOwn("java.lang.foreign.MemorySegment")).isFalse();
    assertThat(Station.hasOwn("org.braidwire.io.frame.FramePool")).isTrue();
  }

  @Test
  void samplesFindTheMethodAtWork() {
    final ProfileSamples samples = ProfileSamples.of(StationTest::spin);

    assertThat(samples.total()).isPositive();
    assertThat(samples.byMethod().getOrDefault("StationTest.spin", 0)).isGreaterThan(samples.total() / 2);
  }

  private static void spin() {
    final long endNs = System.nanoTime() + 300_000_000L;
    long sum = 0;
    while (System.nanoTime() < endNs) {
      sum += sum * 31 + 7;
    }
    assertThat(sum).isNotEqualTo(1);
  }
}
