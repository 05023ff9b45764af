package org.braidwire.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhaseTimesTest {
  private final PhaseTimes times = new PhaseTimes("both links");

  @Test
  void aGapBelongsToThePhaseInWhichItEnds() {
    times.onDelivery(100);
    times.onDelivery(105);
    times.mark("link 1 down");
    times.onDelivery(205);
    times.onDelivery(206);

    assertThat(times.longestGapNs(0)).isEqualTo(5);
    assertThat(times.longestGapNs(1)).isEqualTo(100);
    assertThat(times.longestGapNs()).isEqualTo(100);
    assertThat(times.name(1)).isEqualTo("link 1 down");
  }

  @Test
  void aPhaseWithoutDeliveriesHasTheGapToo() {
    times.onDelivery(0);
    times.mark("dead");
    times.mark("back");
    times.onDelivery(1_000);

    assertThat(times.longestGapNs(0)).isZero();
    assertThat(times.longestGapNs(1)).isEqualTo(1_000);
    assertThat(times.longestGapNs(2)).isEqualTo(1_000);
    assertThat(times.deliveries(1)).isZero();
  }

  @Test
  void theFirstDeliveryEndsNoGap() {
    times.onDelivery(5_000);

    assertThat(times.longestGapNs()).isZero();
    assertThat(times.deliveries(0)).isEqualTo(1);
  }
}
