package org.braidwire.stack.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures of RFC 9937 8: 20 segments in flight, ssthresh 10, two more sent by Limited Transmit. */
class ProportionalRateReductionTest {
  private static final int SMSS = 1_000;

  private final ProportionalRateReduction reduction = new ProportionalRateReduction();

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 1_460})
  void reducesSmoothlyAfterASingleLoss(final int smss) {
    // At ACK 19 inflight equals ssthresh: the figure still takes the proportional branch there, the algorithm of
    // RFC 9937 6.2 does not, and sends that segment one ACK later.
    final int[] cwnd = {19, 18, 18, 17, 17, 16, 16, 15, 15, 14, 14, 13, 13, 12, 12, 11, 10, 10, 10};
    final int[] inflight = {18, 18, 17, 17, 16, 16, 15, 15, 14, 14, 13, 13, 12, 12, 11, 11, 10, 9, 9};
    reduction.onEntry(20L * smss, 10L * smss, smss);

    long inflightBytes = 18L * smss;
    long sentBytes = 0;
    for (int ack = 0; ack < cwnd.length; ack++) {
      assertThat(inflightBytes).as("inflight at ACK %d", ack + 3).isEqualTo((long) inflight[ack] * smss);
      final long allowedBytes = reduction.onAck(smss, inflightBytes, false);
      assertThat(reduction.cwndBytes()).as("cwnd at ACK %d", ack + 3).isEqualTo((long) cwnd[ack] * smss);
      reduction.onSent(allowedBytes);
      inflightBytes += allowedBytes - smss;
      sentBytes += allowedBytes;
    }
    assertThat(sentBytes).as("sent in the episode").isEqualTo(10L * smss);
  }

  @Test
  void conservesPacketsAfterABurstOfLosses() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    for (int ack = 17; ack <= 19; ack++) {
      assertThat(reduction.onAck(SMSS, 4 * SMSS, false))
          .as("SndCnt at ACK %d", ack)
          .isEqualTo(SMSS);
      assertThat(reduction.cwndBytes()).isEqualTo(5 * SMSS);
      reduction.onSent(SMSS);
    }
  }

  @Test
  void addsASegmentPerAckWhileRecoveryMakesProgress() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    reduction.onSent(reduction.onAck(SMSS, 4 * SMSS, false));
    assertThat(reduction.onAck(SMSS, 4 * SMSS, true)).isEqualTo(2 * SMSS);
  }

  @Test
  void neverGrowsBeyondTheTarget() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    reduction.onSent(reduction.onAck(SMSS, 9 * SMSS, false));
    assertThat(reduction.onAck(8 * SMSS, 7 * SMSS, true)).isEqualTo(3 * SMSS);
    assertThat(reduction.cwndBytes()).isEqualTo(10 * SMSS);
  }

  @Test
  void catchesUpAfterTheApplicationStalled() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    reduction.onSent(reduction.onAck(SMSS, 18 * SMSS, false));
    for (int inflight = 17; inflight > 6; inflight--) {
      reduction.onAck(SMSS, (long) inflight * SMSS, false);
    }
    assertThat(reduction.onAck(SMSS, 6 * SMSS, false)).isEqualTo(4 * SMSS);
  }

  @Test
  void forcesTheFirstRetransmission() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    assertThat(reduction.onAck(1, 10 * SMSS, false)).isEqualTo(SMSS);
  }

  @Test
  void allowsNothingForAnAckThatDeliversNothing() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    assertThat(reduction.onAck(0, 4 * SMSS, true)).isZero();
  }

  @Test
  void allowsNothingRatherThanLessWhenTooMuchWasSent() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    reduction.onSent(5 * SMSS);
    assertThat(reduction.onAck(SMSS, 15 * SMSS, false)).isZero();
    assertThat(reduction.cwndBytes()).isEqualTo(15 * SMSS);
  }

  @Test
  void startsEachEpisodeAfresh() {
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    reduction.onSent(reduction.onAck(SMSS, 18 * SMSS, false));
    reduction.onEntry(20 * SMSS, 10 * SMSS, SMSS);
    assertThat(reduction.onAck(SMSS, 18 * SMSS, false)).isEqualTo(SMSS);
  }
}
