package org.braidwire.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartProbeTest {
  @Test
  void countsFromWhenTheProcessWasAskedFor() {
    final long beforeNs = 1_000_000_000L;
    final StartProbe.Run run = new StartProbe().run(System.nanoTime() - beforeNs, 1);
    assertThat(run.firstByteNs()).isGreaterThan(beforeNs);
    assertThat(run.steadyNs()).isGreaterThan(run.firstByteNs());
    assertThat(run.steadyP99Ns()).isPositive().isLessThan(run.steadyNs());
  }

  @Test
  void readsItsOwnLineAndNoOther() {
    final StartProbe.Run run = new StartProbe.Run(1, 22, 333);
    assertThat(StartProbe.Run.parse(run.line())).isEqualTo(run);
    assertThatThrownBy(() -> StartProbe.Run.parse("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StartProbe.Run.parse("1 2 x")).isInstanceOf(IllegalArgumentException.class);
  }
}
