package org.braidwire.stack.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private final RttEstimator estimator = new RttEstimator();

  @Test
  void waitsOneSecondBeforeTheFirstSample() {
    assertThat(estimator.rtoNs()).isEqualTo(SECOND);
    assertThat(estimator.hasSample()).isFalse();
    assertThat(estimator.srttNs()).isZero();
  }

  @Test
  void takesTheFirstSampleAsItIs() {
    estimator.onSample(400 * MS, 0);

    assertThat(estimator.srttNs()).isEqualTo(400 * MS);
    assertThat(estimator.rttVarNs()).isEqualTo(200 * MS);
    assertThat(estimator.rtoNs()).isEqualTo(1_200 * MS);
  }

  @Test
  void smoothsLaterSamplesWithTheVarianceFirst() {
    estimator.onSample(400 * MS, 0);
    estimator.onSample(800 * MS, 0);

    // RTTVAR = 3/4 * 200 + 1/4 * |400 - 800|, SRTT = 7/8 * 400 + 1/8 * 800.
    assertThat(estimator.rttVarNs()).isEqualTo(250 * MS);
    assertThat(estimator.srttNs()).isEqualTo(450 * MS);
    assertThat(estimator.rtoNs()).isEqualTo(1_450 * MS);
  }

  @Test
  void neverFallsBelowTheMinimum() {
    estimator.onSample(MS, 0);
    assertThat(estimator.rtoNs()).isEqualTo(RttEstimator.MIN_RTO_NS);
  }

  @Test
  void neverExceedsTheMaximum() {
    estimator.onSample(50 * SECOND, 0);
    assertThat(estimator.rtoNs()).isEqualTo(60 * SECOND);
  }

  @Test
  void replacesAVanishedVarianceByTheClockGranularity() {
    for (int i = 0; i < 1_000; i++) {
      estimator.onSample(500 * MS, 0);
    }
    assertThat(4 * estimator.rttVarNs()).isLessThan(RttEstimator.GRANULARITY_NS);
    assertThat(estimator.rtoNs()).isEqualTo(500 * MS + RttEstimator.GRANULARITY_NS);
  }

  @Test
  void doublesAtEachBackOffUpToTheMaximum() {
    for (int seconds = 2; seconds <= 32; seconds *= 2) {
      estimator.backOff();
      assertThat(estimator.rtoNs()).isEqualTo(seconds * SECOND);
    }
    estimator.backOff();
    estimator.backOff();
    assertThat(estimator.rtoNs()).isEqualTo(60 * SECOND);
    assertThat(estimator.backOffs()).isEqualTo(7);
  }

  @Test
  void forgetsTheBackOffWithTheNextSample() {
    estimator.onSample(400 * MS, 0);
    estimator.backOff();
    estimator.backOff();
    estimator.onSample(400 * MS, 0);

    assertThat(estimator.rtoNs()).isEqualTo(1_000 * MS);
    assertThat(estimator.backOffs()).isZero();
  }

  @Test
  void returnsToTheComputedTimeOutWhenToldThatThePathIsBack() {
    estimator.onSample(400 * MS, 0);
    estimator.backOff();
    estimator.onPathRestored();
    assertThat(estimator.rtoNs()).isEqualTo(1_200 * MS);
  }

  @Test
  void startsDataWithThreeSecondsWhenTheSynTimedOutUnmeasured() {
    estimator.backOff();
    estimator.onEstablishedAfterSynTimeout();
    assertThat(estimator.rtoNs()).isEqualTo(3 * SECOND);
  }

  @Test
  void trustsAMeasurementMoreThanASynTimeout() {
    estimator.onSample(400 * MS, 0);
    estimator.onEstablishedAfterSynTimeout();
    assertThat(estimator.rtoNs()).isEqualTo(1_200 * MS);
  }

  @Test
  void remembersTheLatestAndTheSmallestSample() {
    estimator.onSample(30 * MS, 0);
    estimator.onSample(10 * MS, 0);
    estimator.onSample(20 * MS, 0);

    assertThat(estimator.latestRttNs()).isEqualTo(20 * MS);
    assertThat(estimator.minRttNs()).isEqualTo(10 * MS);
  }

  @Test
  void countsASampleOfZeroAsMeasured() {
    estimator.onSample(0, 0);
    assertThat(estimator.hasSample()).isTrue();
    assertThat(estimator.rtoNs()).isEqualTo(RttEstimator.MIN_RTO_NS);
  }

  @Test
  void beginsAnewAfterASecondWithoutSamples() {
    estimator.onSample(400 * MS, 0);
    estimator.onSample(10 * MS, SECOND + 1);

    assertThat(estimator.srttNs()).isEqualTo(10 * MS);
    assertThat(estimator.rttVarNs()).isEqualTo(5 * MS);
  }

  @Test
  void beginsAnewAfterAnOutageHoweverShort() {
    estimator.onSample(400 * MS, 0);
    estimator.onPathRestored();
    assertThat(estimator.isStale(1)).isTrue();
    assertThat(estimator.srttNs()).isEqualTo(400 * MS);

    estimator.onSample(10 * MS, 1);

    assertThat(estimator.srttNs()).isEqualTo(10 * MS);
    assertThat(estimator.isStale(1)).isFalse();
  }
}
