package org.braidwire.stack.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewRenoTest {
  private static final int SMSS = 1_000;
  private static final long RTT_NS = 10_000_000L;

  private final NewReno control = new NewReno();

  NewRenoTest() {
    control.onEstablished(SMSS);
  }

  @Test
  void startsWithTenSegmentsAndTheBoundsOfRfc6928() {
    assertThat(initialWindow(1_460)).isEqualTo(14_600);
    assertThat(initialWindow(536)).isEqualTo(5_360);
    assertThat(initialWindow(4_000)).isEqualTo(14_600);
    assertThat(initialWindow(8_960)).isEqualTo(17_920);
  }

  @Test
  void startsWithOneSegmentWhenTheHandshakeLostPackets() {
    control.onHandshakeLoss();
    assertThat(control.cwndBytes()).isEqualTo(SMSS);
  }

  @Test
  void doublesInARoundTripOfSlowStart() {
    ackWindow(SMSS);
    assertThat(control.cwndBytes()).isEqualTo(20 * SMSS);
    assertThat(control.inSlowStart()).isTrue();
  }

  @Test
  void doublesInSlowStartAlsoWhenEverySecondSegmentIsAcknowledged() {
    ackWindow(2 * SMSS);
    assertThat(control.cwndBytes()).isEqualTo(20 * SMSS);
  }

  @Test
  void countsOctetsSoThatAckDivisionGainsNothing() {
    ackWindow(10);
    assertThat(control.cwndBytes()).isEqualTo(20 * SMSS);
  }

  @Test
  void opensByAtMostTwoSegmentsForOneAck() {
    ack(8 * SMSS, true);
    assertThat(control.cwndBytes()).isEqualTo(12 * SMSS);
  }

  @Test
  void opensByOneSegmentAnAckInTheSlowStartAfterATimeOut() {
    control.onRetransmissionTimeout(20 * SMSS, 0);
    ack(2 * SMSS, true);
    assertThat(control.cwndBytes()).isEqualTo(2 * SMSS);
  }

  @Test
  void doesNotOpenAWindowThatIsNotUsed() {
    control.onAck(SMSS, 0, RTT_NS, 2 * SMSS, false);
    assertThat(control.cwndBytes()).isEqualTo(10 * SMSS);
  }

  @Test
  void endsSlowStartExactlyAtTheThreshold() {
    control.onRetransmissionTimeout(10 * SMSS, 0);
    for (int i = 0; i < 4; i++) {
      ack(SMSS, true);
    }
    assertThat(control.cwndBytes()).isEqualTo(5 * SMSS);
    assertThat(control.inSlowStart()).isFalse();
  }

  @Test
  void halvesWhatWasInFlightOnLoss() {
    control.onFastRecoveryEntry(8 * SMSS, 0);
    assertThat(control.ssthreshBytes()).isEqualTo(4 * SMSS);
    assertThat(control.cwndBytes()).isEqualTo(4 * SMSS);
  }

  @Test
  void doesNotCountLimitedTransmitAsFlight() {
    control.onFastRecoveryEntry(12 * SMSS, 0);
    assertThat(control.ssthreshBytes()).isEqualTo(5 * SMSS);
  }

  @Test
  void keepsTheThresholdAtTwoSegmentsOrMore() {
    control.onFastRecoveryEntry(SMSS, 0);
    assertThat(control.ssthreshBytes()).isEqualTo(2 * SMSS);
  }

  @Test
  void leavesRecoveryWithTheThresholdAndGrowsASegmentARoundTrip() {
    control.onFastRecoveryEntry(10 * SMSS, 0);
    control.onRecoveryExit(0);
    for (int segments = 5; segments < 25; segments++) {
      assertThat(control.cwndBytes()).isEqualTo((long) segments * SMSS);
      ackWindow(SMSS);
    }
  }

  @Test
  void growsBySegmentsOnlyEvenForAnAckOfManyWindows() {
    control.onFastRecoveryEntry(10 * SMSS, 0);
    control.onRecoveryExit(0);
    ack(100 * SMSS, true);
    assertThat(control.cwndBytes()).isEqualTo(6 * SMSS);
  }

  @Test
  void restartsFromOneSegmentOnATimeOut() {
    control.onRetransmissionTimeout(10 * SMSS, 0);
    assertThat(control.cwndBytes()).isEqualTo(SMSS);
    assertThat(control.ssthreshBytes()).isEqualTo(5 * SMSS);
  }

  @Test
  void holdsTheThresholdWhenTheSameSegmentTimesOutAgain() {
    control.onRetransmissionTimeout(10 * SMSS, 0);
    control.onRetransmissionTimeout(10 * SMSS, 1);
    assertThat(control.ssthreshBytes()).isEqualTo(5 * SMSS);
  }

  @Test
  void lowersTheThresholdAgainOnATimeOutAfterProgress() {
    control.onRetransmissionTimeout(10 * SMSS, 0);
    ack(SMSS, true);
    control.onRetransmissionTimeout(10 * SMSS, 1);
    assertThat(control.ssthreshBytes()).isEqualTo(2 * SMSS);
  }

  @Test
  void ignoresTheEndOfAnEpisodeThatATimeOutCutShort() {
    control.onFastRecoveryEntry(10 * SMSS, 0);
    control.onRetransmissionTimeout(5 * SMSS, 1);
    control.onRecoveryExit(2);
    assertThat(control.cwndBytes()).isEqualTo(SMSS);
  }

  @Test
  void restartsFromTheInitialWindowAfterIdlenessAndRemembersThePath() {
    control.onFastRecoveryEntry(10 * SMSS, 0);
    control.onRecoveryExit(0);
    while (control.cwndBytes() < 40 * SMSS) {
      ackWindow(SMSS);
    }
    control.onIdleRestart(0);
    assertThat(control.cwndBytes()).isEqualTo(10 * SMSS);
    assertThat(control.ssthreshBytes()).isEqualTo(30 * SMSS);
  }

  @Test
  void doesNotWidenASmallWindowAfterIdleness() {
    control.onRetransmissionTimeout(10 * SMSS, 0);
    control.onIdleRestart(0);
    assertThat(control.cwndBytes()).isEqualTo(SMSS);
  }

  private static long initialWindow(final int smssBytes) {
    final NewReno control = new NewReno();
    control.onEstablished(smssBytes);
    return control.cwndBytes();
  }

  /** One round trip: the window as it is now, acknowledged in steps. */
  private void ackWindow(final int stepBytes) {
    final long windowBytes = control.cwndBytes();
    for (long acked = 0; acked < windowBytes; acked += stepBytes) {
      ack(stepBytes, true);
    }
  }

  private void ack(final int bytes, final boolean cwndLimited) {
    control.onAck(bytes, 0, RTT_NS, control.cwndBytes(), cwndLimited);
  }
}
