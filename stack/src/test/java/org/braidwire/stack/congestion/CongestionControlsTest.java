package org.braidwire.stack.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CongestionControlsTest {
  private static final int SMSS = 1_460;
  private static final int ROUNDS = 200_000;
  private static final long RTT_NS = 20_000_000L;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void makesANewInstanceOfTheNamedAlgorithm() {
    for (final String name : CongestionControls.names()) {
      assertThat(CongestionControls.byName(name).name()).isEqualTo(name);
      assertThat(CongestionControls.byName(name)).isNotSameAs(CongestionControls.byName(name));
    }
  }

  @Test
  void refusesAnUnknownNameAndListsTheKnownOnes() {
    assertThatThrownBy(() -> CongestionControls.byName("vegas"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no congestion control is called 'vegas'; there are: cubic, newreno");
  }

  @ParameterizedTest
  @ValueSource(strings = {Cubic.NAME, NewReno.NAME})
  void staysWithinItsBoundsWhateverHappens(final String name) {
    final CongestionControl control = CongestionControls.byName(name);
    control.onEstablished(SMSS);
    drive(control, new RttEstimator(), new ProportionalRateReduction(), true);
  }

  @ParameterizedTest
  @ValueSource(strings = {Cubic.NAME, NewReno.NAME})
  void allocatesNothing(final String name) {
    final CongestionControl control = CongestionControls.byName(name);
    final RttEstimator estimator = new RttEstimator();
    final ProportionalRateReduction reduction = new ProportionalRateReduction();
    control.onEstablished(SMSS);
    drive(control, estimator, reduction, false);

    final long before = threads.getCurrentThreadAllocatedBytes();
    drive(control, estimator, reduction, false);
    final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

    // One object per round would be at least 16 octets each; the virtual machine's own few are forgiven.
    assertThat(allocatedBytes).isLessThan(ROUNDS);
  }

  private static void drive(
      final CongestionControl control,
      final RttEstimator estimator,
      final ProportionalRateReduction reduction,
      final boolean checked) {
    long nowNs = 0;
    for (int i = 1; i <= ROUNDS; i++) {
      nowNs += RTT_NS;
      estimator.onSample(RTT_NS + i % 7 * 1_000L, i);
      if (i % 997 == 0) {
        control.onRetransmissionTimeout(control.cwndBytes(), nowNs);
        estimator.backOff();
      } else if (i % 211 == 0) {
        control.onFastRecoveryEntry(control.cwndBytes(), nowNs);
        reduction.onEntry(control.cwndBytes() * 2, control.ssthreshBytes(), SMSS);
        reduction.onSent(reduction.onAck(SMSS, control.cwndBytes(), true));
        control.onRecoveryExit(nowNs);
      } else if (i % 1_009 == 0) {
        control.onIdleRestart(nowNs);
      } else {
        control.onAck(1 + i % (3 * SMSS), nowNs, estimator.srttNs(), control.cwndBytes(), i % 5 != 0);
      }
      if (checked) {
        assertThat(control.cwndBytes()).isBetween((long) SMSS, CongestionControl.MAX_CWND_BYTES);
        assertThat(control.ssthreshBytes()).isBetween(2L * SMSS, CongestionControl.MAX_CWND_BYTES);
      }
    }
  }
}
