package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunLimitsTest {
  private static final long S = 1_000_000_000L;
  private static final long GB = 1_000_000_000L;
  private static final RunLimits LIMITS = new RunLimits(30 * S, 75 * S, 80 * S, 85 * S, 1e9);

  @Test
  void whatWasSentBoundsThePlaySoThatItsDigestFits() {
    assertThat(LIMITS.digestNs(10 * GB)).isEqualTo(15 * S);
    assertThat(LIMITS.isPlayOver(65 * S, 10 * GB)).isFalse();
    assertThat(LIMITS.isPlayOver(65 * S + 1, 10 * GB)).isTrue();
    assertThat(LIMITS.isPlayOver(75 * S, 0)).isFalse();
    assertThat(LIMITS.isPlayOver(75 * S + 1, 0)).isTrue();
  }

  @Test
  void theDemosLimitsLeaveTimeForTheEnd() {
    final RunLimits limits = RunLimits.measured();

    assertThat(limits.digestBytesPerSecond()).isPositive();
    assertThat(limits.playNs()).isLessThan(limits.digestedNs());
    assertThat(limits.digestedNs()).isLessThan(limits.runNs());
    assertThat(limits.runNs()).isLessThan(90 * S);
  }
}
