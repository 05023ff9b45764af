package org.braidwire.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  @Test
  void isReachedWhenSeveralWindowsInARowAreAsFastAsTheLastOnes() {
    assertThat(of(900, 100, 500, 130, 119, 100, 110, 100, 101, 99, 100, 100, 100))
        .isEqualTo(new SteadyState(50, 100));
  }

  @Test
  void isReachedAtOnceWhereNothingChanges() {
    assertThat(of(100, 100, 100, 100, 100, 100)).isEqualTo(new SteadyState(10, 100));
  }

  @Test
  void isNotReachedBeforeTheEndWhereTheWindowsNeverSettle() {
    assertThat(of(900, 100, 900, 100, 900, 100, 900, 100).atNs()).isEqualTo(80);
    assertThat(of(100)).isEqualTo(new SteadyState(10, 100));
  }

  private static SteadyState of(final long... p99Ns) {
    final long[] endsNs = new long[p99Ns.length];
    Arrays.setAll(endsNs, i -> 10L * (i + 1));
    return SteadyState.of(endsNs, p99Ns);
  }
}
