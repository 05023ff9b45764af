package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabFaults;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabRequirement;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.StackConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8684 3.7: a peer without MPTCP, and a path that takes the options away, mean plain TCP and no byte lost. */
class KernelFallbackTest extends InteropTest {
  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void aPeerWithoutMptcpGetsPlainTcp(final boolean kernelConnects) throws Exception {
    open(LabPlan.links(2).withoutSubflowEndpoints(), StackConfig.defaults());

    final Ends ends = connect(kernelConnects, KernelPeerPlan.tcp(), 4 * MIB, 4 * MIB);

    expectPlain(ends, kernelConnects ? "the SYN carried no MP_CAPABLE" : "the SYN/ACK carried no MP_CAPABLE");
    assertThat(stack.count("JOINS_SENT")).isZero();
  }

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void aStackWithoutMptcpMakesTheKernelFallBack(final boolean kernelConnects) throws Exception {
    open(LabPlan.links(1), StackConfig.defaults().withMultipath(false));

    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), 4 * MIB, 4 * MIB);

    expectPlain(ends, "MPTCP was not asked for");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "KERNEL_SYN, true, the SYN carried no MP_CAPABLE",
    "WIRE_SYN_ACK, true, the third ACK carried no MP_CAPABLE",
    "WIRE_SYN, false, the SYN/ACK carried no MP_CAPABLE",
    "KERNEL_SYN_ACK, false, the SYN/ACK carried no MP_CAPABLE"
  })
  void strippedHandshakesMeanPlainTcp(final LabFaults.Strip strip, final boolean kernelConnects, final String reason)
      throws Exception {
    openStripping(strip);

    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), 4 * MIB, 4 * MIB);

    expectPlain(ends, reason);
  }

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void optionsStrippedAfterTheHandshakeMeanPlainTcp(final boolean kernelConnects) throws Exception {
    openStripping(LabFaults.Strip.AFTER_HANDSHAKE);

    final Ends ends = connect(kernelConnects, KernelPeerPlan.mptcp(), 4 * MIB, 4 * MIB);

    expectFinished(ends);
    final ConnectionInfo info = info(ends);
    assertThat(info.multipath()).isFalse();
    assertThat(info.fallbackReason()).isNotEmpty();
    assertThat(stack.count("FALLBACKS")).isEqualTo(1);
  }

  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void aClientThatSpeaksFirstAndAloneFallsBackToo(final boolean kernelConnects) throws Exception {
    openStripping(LabFaults.Strip.AFTER_HANDSHAKE);

    final Ends ends =
        connect(kernelConnects, KernelPeerPlan.mptcp(), kernelConnects ? MIB : 0, kernelConnects ? 0 : MIB);

    expectFinished(ends);
    assertThat(info(ends).multipath()).isFalse();
  }

  private void openStripping(final LabFaults.Strip strip) {
    open(LabPlan.links(2).withoutSubflowEndpoints(), StackConfig.defaults());
    LabRequirement.stripping(laboratory);
    laboratory.faults().stripOptions(strip);
  }

  private void expectPlain(final Ends ends, final String reason) throws InterruptedException {
    expectFinished(ends);
    final ConnectionInfo info = info(ends);
    assertThat(info.multipath()).isFalse();
    assertThat(info.fallbackReason()).isEqualTo(reason);
    assertThat(info.subflows()).hasSize(1);
    assertThat(ends.kernel().info().map(KernelSocketInfo::mptcp)).contains(false);
    assertThat(stack.count("DSS_MAPPING_ERRORS") + stack.count("RESETS_SENT"))
        .isZero();
  }

  /** The minimum is 0: both ends only open and close. */
  @ParameterizedTest(name = "kernel connects {0}")
  @ValueSource(booleans = {true, false})
  void anEmptyConnectionClosesOverAStrippingPath(final boolean kernelConnects) throws Exception {
    openStripping(LabFaults.Strip.AFTER_HANDSHAKE);

    final Ends ends = connect(
        kernelConnects,
        KernelPeerPlan.mptcp(),
        PatternSource.exactly(UP_KEY, 0),
        PatternSource.exactly(DOWN_KEY, 0));

    expectFinished(ends);
  }
}
