package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of segments with one mapping, cut by the kernel or by us, to and from the kernel. */
class KernelSuperSegmentTest extends InteropTest {
  private static final int SEGMENTS = 44;

  @ParameterizedTest(name = "segment {0} of 44, checksum {1}")
  @CsvSource({"0, false", "21, false", "43, false", "0, true", "21, true", "43, true"})
  void aLostPieceIsSentAgainWithTheMappingItHad(final int piece, final boolean checksum) throws Exception {
    Requirement.NFT.require();
    open(LabPlan.links(1).withChecksum(checksum), StackConfig.defaults().withChecksum(checksum));
    laboratory.faults().cutSuperSegments(0);
    laboratory.faults().loseSegments(piece, SEGMENTS);

    final Ends ends = connect(true, KernelPeerPlan.mptcp(), 100, 8 * MIB);

    expectFinished(ends);
    expectNoTrouble();
    assertThat(info(ends).multipath()).isTrue();
    assertThat(info(ends).fallbackReason()).isEmpty();
    assertThat(stack.count("RUNS_SENT")).isPositive();
    assertThat(stack.count("SEGMENTS_RETRANSMITTED")).isPositive();
    assertThat(stack.portCount(0, Kind.TX_SUPER_SEGMENTS) > 0)
        .isEqualTo(stack.capabilities(0).gsoMaxBytes() > 0);
  }

  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void superSegmentsOfTheKernelArriveWhole(final boolean checksum) throws Exception {
    open(LabPlan.links(1).withChecksum(checksum), StackConfig.defaults().withChecksum(checksum));

    final Ends ends = connect(true, KernelPeerPlan.mptcp(), 32 * MIB, 100);

    expectFinished(ends);
    expectNoTrouble();
    assertThat(stack.portCount(0, Kind.RX_TRUNCATED)).isZero();
    assertThat(stack.portCount(0, Kind.RX_SUPER_SEGMENTS) > 0).isEqualTo(ports.offloads());
  }

  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void aMessageBehindALargeWriteArrivesWithoutMore(final boolean checksum) throws Exception {
    open(LabPlan.links(1).withChecksum(checksum), StackConfig.defaults().withChecksum(checksum));
    final PatternSource up = new PatternSource(UP_KEY, 0);
    final WriteSource down = new WriteSource(DOWN_KEY, 64 * 1024, 64);

    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, down);

    until(ends, "all of it has arrived", () -> atKernel.bytes() == 64 * 1024 + 64);
    up.finish();
    down.finish();
    expectFinished(ends);
    expectNoTrouble();
  }
}
