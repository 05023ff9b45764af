package org.braidwire.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayGuardTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long WINDOW = ReplayGuard.WINDOW_MS;
  private static final long HOUR = 3_600_000;

  private final ReplayGuard guard = new ReplayGuard(3, NOW - HOUR);

  @Test
  void theWindowIsThirtySecondsBothWaysAndItsEdgesAreIn() {
    assertThat(WINDOW).isEqualTo(30_000);
    assertThat(admit(1, NOW - WINDOW - 1, NOW)).isEqualTo(TunnelRefusal.OUTSIDE_TIME);
    assertThat(admit(1, NOW - WINDOW, NOW)).isEqualTo(TunnelRefusal.NONE);
    assertThat(admit(2, NOW + WINDOW, NOW)).isEqualTo(TunnelRefusal.NONE);
    assertThat(admit(3, NOW + WINDOW + 1, NOW)).isEqualTo(TunnelRefusal.OUTSIDE_TIME);
    assertThat(admit(3, Long.MIN_VALUE, NOW)).isEqualTo(TunnelRefusal.OUTSIDE_TIME);
    assertThat(admit(3, Long.MAX_VALUE, NOW)).isEqualTo(TunnelRefusal.OUTSIDE_TIME);
    assertThat(guard.size()).isEqualTo(2);
  }

  @Test
  void aNonceIsKeptAsLongAsItsRequestWouldBeInTime() {
    assertThat(admit(1, NOW + WINDOW, NOW)).isEqualTo(TunnelRefusal.NONE);
    assertThat(admit(1, NOW + WINDOW, NOW)).isEqualTo(TunnelRefusal.REPLAYED);
    assertThat(admit(1, NOW + WINDOW, NOW + 2 * WINDOW)).isEqualTo(TunnelRefusal.REPLAYED);
    assertThat(guard.size()).isEqualTo(1);
    assertThat(admit(1, NOW + WINDOW, NOW + 2 * WINDOW + 1)).isEqualTo(TunnelRefusal.OUTSIDE_TIME);
    assertThat(guard.size()).isZero();
  }

  @Test
  void bothHalvesOfANonceCount() {
    assertThat(guard.admit(1, 2, NOW, NOW)).isEqualTo(TunnelRefusal.NONE);
    assertThat(guard.admit(2, 1, NOW, NOW)).isEqualTo(TunnelRefusal.NONE);
    assertThat(guard.admit(1, 1, NOW, NOW)).isEqualTo(TunnelRefusal.NONE);
    assertThat(guard.admit(1, 2, NOW + 1, NOW)).isEqualTo(TunnelRefusal.REPLAYED);
  }

  @Test
  void aFullGuardRefusesUntilTheOldestIsOutsideTheWindow() {
    admit(1, NOW, NOW);
    admit(2, NOW - 5, NOW);
    admit(3, NOW + 5, NOW);
    assertThat(admit(4, NOW, NOW)).isEqualTo(TunnelRefusal.REPLAY_GUARD_FULL);
    assertThat(admit(2, NOW - 5, NOW)).as("known even so").isEqualTo(TunnelRefusal.REPLAYED);
    assertThat(admit(4, NOW, NOW - 5 + WINDOW)).isEqualTo(TunnelRefusal.REPLAY_GUARD_FULL);
    assertThat(admit(4, NOW, NOW - 5 + WINDOW + 1)).isEqualTo(TunnelRefusal.NONE);
    assertThat(guard.size()).isEqualTo(3);
    assertThat(admit(1, NOW, NOW - 5 + WINDOW + 1)).isEqualTo(TunnelRefusal.REPLAYED);
    assertThat(admit(4, NOW, NOW + WINDOW)).isEqualTo(TunnelRefusal.REPLAYED);
  }

  @Test
  void aClockThatGoesBackBringsNothingBack() {
    admit(1, NOW, NOW);
    admit(2, NOW + 10, NOW);
    assertThat(admit(3, NOW + 2 * WINDOW, NOW + WINDOW + 5))
        .as("forgets the first")
        .isEqualTo(TunnelRefusal.NONE);
    assertThat(guard.size()).isEqualTo(2);
    assertThat(admit(1, NOW, NOW)).isEqualTo(TunnelRefusal.BEFORE_MEMORY);
    assertThat(admit(4, NOW - 1, NOW))
        .as("cannot be told from one forgotten")
        .isEqualTo(TunnelRefusal.BEFORE_MEMORY);
    assertThat(admit(2, NOW + 10, NOW)).isEqualTo(TunnelRefusal.REPLAYED);
    assertThat(admit(4, NOW + 1, NOW)).as("nothing from then was forgotten").isEqualTo(TunnelRefusal.NONE);
  }

  @Test
  void aClockThatWasAheadAndIsPutRightRefusesOnlyWhatItMust() {
    admit(1, NOW, NOW);
    assertThat(admit(2, NOW + 1, NOW + HOUR)).isEqualTo(TunnelRefusal.OUTSIDE_TIME);
    assertThat(guard.size()).isZero();
    assertThat(admit(2, NOW + 1, NOW + 1)).isEqualTo(TunnelRefusal.NONE);
    assertThat(admit(1, NOW, NOW + 1)).isEqualTo(TunnelRefusal.BEFORE_MEMORY);
  }

  @Test
  void whatWasSignedBeforeItBeganIsRefused() {
    final ReplayGuard young = new ReplayGuard(3, NOW);
    assertThat(young.admit(0, 1, NOW - 1, NOW)).isEqualTo(TunnelRefusal.BEFORE_MEMORY);
    assertThat(young.admit(0, 1, NOW, NOW)).isEqualTo(TunnelRefusal.NONE);
  }

  /** However the clock goes, nothing is admitted twice and the memory keeps its bound. */
  @Test
  void nothingIsEverAdmittedTwice() {
    final int nonces = 64;
    final ReplayGuard small = new ReplayGuard(nonces, NOW - HOUR);
    final SplittableRandom random = new SplittableRandom(20_260_103);
    final Set<Long> admitted = new HashSet<>();
    final long[] nonce = new long[1024];
    final long[] signedMs = new long[nonce.length];
    final int[] verdicts = new int[TunnelRefusal.values().length];
    long now = NOW;
    for (int i = 0; i < 1_000_000; i++) {
      now += random.nextInt(150) - (random.nextInt(2000) == 0 ? 90_000 : 0);
      final int which = random.nextInt(nonce.length);
      if (random.nextInt(3) == 0) {
        nonce[which] = i + 1L;
        signedMs[which] = now + random.nextInt(70_000) - 35_000;
      }
      final TunnelRefusal verdict = small.admit(0, nonce[which], signedMs[which], now);
      if (verdict == TunnelRefusal.NONE && !admitted.add(nonce[which])) {
        throw new AssertionError("admitted again: " + nonce[which]);
      }
      if (small.size() > nonces) {
        throw new AssertionError(small.size() + " nonces");
      }
      verdicts[verdict.ordinal()]++;
    }
    assertThat(verdicts[TunnelRefusal.NONE.ordinal()]).isPositive();
    assertThat(verdicts[TunnelRefusal.OUTSIDE_TIME.ordinal()]).isPositive();
    assertThat(verdicts[TunnelRefusal.BEFORE_MEMORY.ordinal()]).isPositive();
    assertThat(verdicts[TunnelRefusal.REPLAYED.ordinal()]).isPositive();
    assertThat(verdicts[TunnelRefusal.REPLAY_GUARD_FULL.ordinal()]).isPositive();
  }

  private TunnelRefusal admit(final long nonce, final long timeMs, final long nowMs) {
    return guard.admit(0, nonce, timeMs, nowMs);
  }
}
