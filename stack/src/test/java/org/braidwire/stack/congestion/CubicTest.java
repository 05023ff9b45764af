package org.braidwire.stack.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CubicTest {
  private static final int SMSS = 1_000;
  private static final long MS = 1_000_000L;
  private static final long LONG_RTT_NS = 100 * MS;
  private static final long SHORT_RTT_NS = MS;

  private static final Offset<Double> ONE_SEGMENT = within(1.0);

  private final Cubic control = new Cubic();
  private long nowNs = 1_000 * MS;

  CubicTest() {
    control.onEstablished(SMSS);
  }

  @Test
  void reducesToSeventyPercentOnLoss() {
    slowStartTo(100);
    control.onFastRecoveryEntry(100 * SMSS, nowNs);
    assertThat(control.ssthreshBytes()).isEqualTo(70 * SMSS);
    assertThat(control.cwndBytes()).isEqualTo(70 * SMSS);
  }

  @Test
  void keepsTheThresholdAtTwoSegmentsOrMore() {
    control.onFastRecoveryEntry(SMSS, nowNs);
    assertThat(control.ssthreshBytes()).isEqualTo(2 * SMSS);
  }

  @Test
  void followsTheCubicCurveThroughPlateauAndConvexRegion() {
    slowStartTo(100);
    lose();
    final double k = Math.cbrt(30 / 0.4);
    final long startNs = nowNs;
    double previous = segments();
    while (nowNs - startNs < 2 * k * 1e9) {
      // Long enough a round trip to stay clear of the Reno-friendly region.
      ackWindow(2 * LONG_RTT_NS, true);
      final double seconds = (nowNs - startNs) / 1e9;
      assertThat(segments())
          .as("at %.1f s", seconds)
          .isCloseTo(0.4 * Math.pow(seconds - k, 3) + 100, within(2.5));
      assertThat(segments()).isGreaterThanOrEqualTo(previous);
      previous = segments();
    }
    assertThat(segments()).isGreaterThan(130);
  }

  @Test
  void isSlowestAtTheWindowOfTheLastLoss() {
    slowStartTo(100);
    lose();
    final double early = growthInOneSecond();
    growthInOneSecond();
    growthInOneSecond();
    final double plateau = growthInOneSecond();
    growthInOneSecond();
    growthInOneSecond();
    growthInOneSecond();
    final double late = growthInOneSecond();
    assertThat(plateau).isLessThan(early).isLessThan(late);
  }

  @Test
  void isNeverSlowerThanRenoOnAShortPath() {
    slowStartTo(100);
    lose();
    for (int i = 0; i < 40; i++) {
      ackWindow(SHORT_RTT_NS, true);
    }
    // RFC 9438 4.3: 3 * 0.3 / 1.7 segments a round trip below the window of the last loss.
    assertThat(segments()).isCloseTo(70 + 40 * 0.9 / 1.7, ONE_SEGMENT);
  }

  @Test
  void growsOneSegmentARoundTripOnAShortPathBeyondTheLastLoss() {
    slowStartTo(100);
    lose();
    while (segments() < 101) {
      ackWindow(SHORT_RTT_NS, true);
    }
    final double before = segments();
    for (int i = 0; i < 20; i++) {
      ackWindow(SHORT_RTT_NS, true);
    }
    assertThat(segments() - before).isCloseTo(20, ONE_SEGMENT);
  }

  @Test
  void convergesFastWhenALossComesBelowTheLastOne() {
    slowStartTo(100);
    lose();
    lose();
    // W_max = 70 * 1.7 / 2 = 59.5, cwnd 49: the plateau lies at 59.5 and is reached after K = cbrt(10.5 / 0.4).
    final double k = Math.cbrt(10.5 / 0.4);
    final long startNs = nowNs;
    while (nowNs - startNs < k * 1e9) {
      ackWindow(LONG_RTT_NS, true);
    }
    // The Reno estimate has overtaken the flat cubic by then: 49 + 0.53 * 30 round trips.
    assertThat(segments()).isCloseTo(49 + 0.9 / 1.7 * k * 10, within(2.0));
    assertThat(segments()).isLessThan(70);
  }

  @Test
  void takesAPlateauAtTheWindowAfterATimeOut() {
    slowStartTo(100);
    control.onRetransmissionTimeout(100 * SMSS, nowNs);
    assertThat(control.cwndBytes()).isEqualTo(SMSS);
    assertThat(control.ssthreshBytes()).isEqualTo(70 * SMSS);
    while (control.inSlowStart()) {
      ackWindow(LONG_RTT_NS, true);
    }
    final long startNs = nowNs;
    while (nowNs - startNs < 1_000 * MS) {
      ackWindow(LONG_RTT_NS, true);
    }
    // K = 0 and W_max = 70: the Reno estimate leads, where the curve before the time-out would be at 86.
    assertThat(segments()).isCloseTo(70 + 10 * 0.9 / 1.7, ONE_SEGMENT);
  }

  @Test
  void doesNotGrowWhileTheApplicationLimits() {
    slowStartTo(100);
    lose();
    ackWindow(LONG_RTT_NS, true);
    final long before = control.cwndBytes();
    for (int i = 0; i < 50; i++) {
      ackWindow(LONG_RTT_NS, false);
    }
    assertThat(control.cwndBytes()).isEqualTo(before);
  }

  @Test
  void leavesApplicationLimitedTimeOutOfTheCurve() {
    final double undisturbed = windowAfterPause(0);
    final double interrupted = windowAfterPause(100);
    assertThat(interrupted).isCloseTo(undisturbed, ONE_SEGMENT);
  }

  @Test
  void growsAlikeWhetherOneOrTwoSegmentsAreAcknowledgedAtOnce() {
    slowStartTo(100);
    lose();
    final Cubic other = new Cubic();
    other.onEstablished(SMSS);
    while (other.cwndBytes() < 100 * SMSS) {
      other.onAck(2 * SMSS, nowNs, LONG_RTT_NS, other.cwndBytes(), true);
    }
    other.onFastRecoveryEntry(100 * SMSS, nowNs);
    other.onRecoveryExit(nowNs);
    for (int i = 0; i < 30; i++) {
      final long windowBytes = other.cwndBytes();
      for (long acked = 0; acked < windowBytes; acked += 2 * SMSS) {
        other.onAck(2 * SMSS, nowNs + acked * LONG_RTT_NS / windowBytes, LONG_RTT_NS, windowBytes, true);
      }
      ackWindow(LONG_RTT_NS, true);
    }
    assertThat(other.cwndBytes() / (double) SMSS).isCloseTo(segments(), ONE_SEGMENT);
  }

  @Test
  void repeatsToTheOctet() {
    assertThat(windowAfterPause(7)).isEqualTo(windowAfterPause(7));
  }

  /** Three seconds of growth after a loss at 100 segments, with an application-limited pause in the middle. */
  private double windowAfterPause(final int roundTrips) {
    control.onEstablished(SMSS);
    slowStartTo(100);
    lose();
    growthInOneSecond();
    for (int i = 0; i < roundTrips; i++) {
      ackWindow(LONG_RTT_NS, false);
    }
    growthInOneSecond();
    growthInOneSecond();
    return segments();
  }

  private void slowStartTo(final int segments) {
    while (segments() < segments) {
      control.onAck(SMSS, nowNs, LONG_RTT_NS, control.cwndBytes(), true);
    }
  }

  private void lose() {
    control.onFastRecoveryEntry(control.cwndBytes(), nowNs);
    control.onRecoveryExit(nowNs);
  }

  private double growthInOneSecond() {
    final double before = segments();
    final long startNs = nowNs;
    while (nowNs - startNs < 1_000 * MS) {
      ackWindow(LONG_RTT_NS, true);
    }
    return segments() - before;
  }

  /** One round trip: the window as it is now, acknowledged segment by segment over the round-trip time. */
  private void ackWindow(final long rttNs, final boolean cwndLimited) {
    final long windowBytes = control.cwndBytes();
    final long startNs = nowNs;
    for (long acked = 0; acked < windowBytes; acked += SMSS) {
      nowNs = startNs + acked * rttNs / windowBytes;
      control.onAck(SMSS, nowNs, rttNs, windowBytes, cwndLimited);
    }
    nowNs = startNs + rttNs;
  }

  private double segments() {
    return control.cwndBytes() / (double) SMSS;
  }
}
