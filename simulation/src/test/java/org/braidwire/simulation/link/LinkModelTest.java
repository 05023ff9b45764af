package org.braidwire.simulation.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkModelTest {
  private static final int FRAMES = 20_000;
  private static final long SPACING_NS = 1_000_000;

  @Test
  void aFrameTakesItsSerialisationTimeAndTheDelay() {
    final LinkModel link = model(Impairment.clean(10_000_000, 100_000, 5_000_000));

    assertThat(link.offer(0, 1250).arrivalNs()).isEqualTo(1_000_000 + 5_000_000);
    assertThat(link.offer(0, 1250).arrivalNs()).isEqualTo(2_000_000 + 5_000_000);
  }

  @Test
  void theTailIsDroppedWhenTheQueueIsFull() {
    final LinkModel link = model(Impairment.clean(10_000_000, 2500, 0));

    assertThat(link.offer(0, 1250).dropped()).isFalse();
    assertThat(link.offer(0, 1250).dropped()).isFalse();
    assertThat(link.offer(0, 1250).dropped()).isTrue();
    assertThat(link.offer(0, 1250).faults()).containsExactly(Fault.QUEUE_FULL);
    assertThat(link.offer(1_000_000, 1250).dropped()).isFalse();
  }

  @Test
  void independentLossComesNearItsProbability() {
    final LinkModel link = model(quiet().withLoss(0.1));

    assertThat(count(link, Fault.LOSS)).isBetween(1800, 2200);
  }

  @Test
  void burstLossComesNearItsMeanAndInRuns() {
    final Impairment.Burst burst = new Impairment.Burst(0.01, 0.2, 0.8);
    final LinkModel link = model(quiet().withBurst(burst));
    int lost = 0;
    int runs = 0;
    boolean before = false;
    for (int i = 0; i < FRAMES; i++) {
      final boolean now = link.offer(i * SPACING_NS, 100).dropped();
      lost += now ? 1 : 0;
      runs += now && !before ? 1 : 0;
      before = now;
    }

    assertThat(lost / (double) FRAMES).isBetween(burst.meanLoss() * 0.7, burst.meanLoss() * 1.3);
    assertThat(lost).isGreaterThan(2 * runs);
  }

  @Test
  void jitterKeepsTheOrder() {
    final LinkModel link = model(quiet().withJitter(50 * SPACING_NS));
    long before = 0;
    for (int i = 0; i < 1000; i++) {
      final long arrivalNs = link.offer(i * SPACING_NS, 100).arrivalNs();
      assertThat(arrivalNs).isGreaterThanOrEqualTo(before);
      before = arrivalNs;
    }
  }

  @Test
  void reorderingLetsLaterFramesOvertake() {
    final LinkModel link = model(quiet().withReorder(0.05, 10 * SPACING_NS));
    long latest = 0;
    int overtaken = 0;
    for (int i = 0; i < 1000; i++) {
      final long arrivalNs = link.offer(i * SPACING_NS, 100).arrivalNs();
      overtaken += arrivalNs < latest ? 1 : 0;
      latest = Math.max(latest, arrivalNs);
    }

    assertThat(overtaken).isGreaterThan(20);
  }

  @Test
  void duplicationAndCorruptionComeNearTheirProbability() {
    final LinkModel link = model(quiet().withDuplication(0.2).withCorruption(0.05));

    assertThat(count(link, Fault.DUPLICATION)).isBetween(3700, 4300);
    assertThat(count(link, Fault.CORRUPTION)).isBetween(850, 1150);
  }

  @Test
  void damageStaysInsideOneOctet() {
    final LinkModel link = model(quiet().withCorruption(1));
    for (int i = 0; i < 1000; i++) {
      final byte[] frame = new byte[200];
      link.offer(i * SPACING_NS, frame.length).corrupt(frame, 14, frame.length);
      int touched = 0;
      for (int at = 0; at < frame.length; at++) {
        touched += frame[at] != 0 ? 1 : 0;
        assertThat(at < 14 && frame[at] != 0).isFalse();
      }
      assertThat(touched).isEqualTo(1);
    }
  }

  @Test
  void anOutageSwallowsEverythingUntilItEnds() {
    final LinkModel link = model(quiet());
    link.outage(Outage.SILENT);
    assertThat(link.offer(0, 100).faults()).containsExactly(Fault.SILENT_OUTAGE);
    link.outage(Outage.CARRIER_DOWN);
    assertThat(link.offer(0, 100).faults()).containsExactly(Fault.CARRIER_OUTAGE);
    link.outage(Outage.NONE);
    assertThat(link.offer(0, 100).dropped()).isFalse();
  }

  private static int count(final LinkModel link, final Fault fault) {
    int hits = 0;
    for (int i = 0; i < FRAMES; i++) {
      hits += link.offer(i * SPACING_NS, 100).faults().contains(fault) ? 1 : 0;
    }
    return hits;
  }

  private static Impairment quiet() {
    return Impairment.clean(0, 0, SPACING_NS);
  }

  private static LinkModel model(final Impairment impairment) {
    return new LinkModel(impairment, new SeededRandom(42));
  }
}
