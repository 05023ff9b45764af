package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.lab.KernelPeerPlan;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.PatternSource;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.api.SubflowInfo;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of segments with one mapping, cut by the kernel or by us, to and from the kernel. */
class KernelSuperSegmentTest extends InteropTest {
  /** A piece of the send buffer, which four of the longest claims fill. */
  private static final int PIECE_BYTES = 4 * MptcpConnection.MAX_CLAIM_BYTES;

  /** Payload of a full segment: an MTU of 1,500 octets without headers, timestamps and a mapping. */
  private static final int MSS_BYTES = 1_500 - 40 - 12 - 28;

  /** Segments of the longest run that is cut by us and not by a device. */
  private static final int CUT_SEGMENTS = 32;

  /** Segments of the longest run with DSS checksums. */
  private static final int CHECKSUMMED_SEGMENTS = 8;

  private static final int LOST_OUT_OF = 44;

  private static final long MILLISECOND_NS = 1_000_000;

  private final WriteSource written = new WriteSource(DOWN_KEY);

  /** Where in a run the segment is that gets lost. */
  enum Place {
    FIRST,
    MIDDLE,
    LAST;

    int of(final int segments) {
      return switch (this) {
        case FIRST -> 0;
        case MIDDLE -> segments / 2;
        case LAST -> segments - 1;
      };
    }
  }

  /**
   * One write into an idle connection is one run: of 44 segments where a device cuts it, of 32 where we do, of 8 with
   * checksums. Each of its segments carries the mapping of all, and so does the one that is sent again. A run of 44 with
   * checksums does not arise with us: the peer would deliver nothing of it before its last octet (ADR 0012).
   */
  @ParameterizedTest(name = "the {0} segment of a run, checksum {1}")
  @CsvSource({"FIRST, false", "MIDDLE, false", "LAST, false", "FIRST, true", "MIDDLE, true", "LAST, true"})
  void aLostPieceIsSentAgainWithTheMappingItHad(final Place place, final boolean checksum) throws Exception {
    Requirement.NFT.require();
    open(
        LabPlan.links(1).withChecksum(checksum),
        StackConfig.defaults().withChecksum(checksum).withNoDelay(true));
    laboratory.faults().cutSuperSegments(0);
    final boolean deviceCuts = stack.capabilities(0).gsoMaxBytes() > 0;
    final int shortRunBytes = MSS_BYTES * (checksum ? CHECKSUMMED_SEGMENTS : CUT_SEGMENTS);
    final int runBytes = deviceCuts && !checksum ? PIECE_BYTES : shortRunBytes;
    final int segments = Math.ceilDiv(runBytes, MSS_BYTES);
    final WriteSource up = new WriteSource(UP_KEY); // says nothing
    final Ends ends = connect(true, KernelPeerPlan.mptcp(), up, written);
    openWindow(ends);
    final long sentAgainBytes = info(ends).subflows().getFirst().retransmittedBytes();
    final long superSegments = stack.portCount(0, Kind.TX_SUPER_SEGMENTS);

    laboratory.faults().losePiece(runBytes, place.of(segments));
    write(ends, runBytes);

    final int ofLostBytes = place == Place.LAST ? runBytes - (segments - 1) * MSS_BYTES : MSS_BYTES;
    final long againBytes = info(ends).subflows().getFirst().retransmittedBytes() - sentAgainBytes;
    assertThat(againBytes).isGreaterThanOrEqualTo(ofLostBytes);
    assertThat(laboratory.faults().piecesLost()).isEqualTo(1);
    assertThat(laboratory.faults().piecesSeen())
        .as("segments of one mapping of %d octets, and %d octets of them again", runBytes, againBytes)
        .isEqualTo(segments + Math.ceilDiv(againBytes, MSS_BYTES));
    assertThat(stack.portCount(0, Kind.TX_SUPER_SEGMENTS) > superSegments).isEqualTo(deviceCuts);
    up.finish();
    written.finish();
    expectFinished(ends);
    expectNoTrouble();
    assertThat(info(ends).multipath()).isTrue();
    assertThat(info(ends).fallbackReason()).isEmpty();
  }

  /** Of runs of all lengths: it is chance where in them the lost segments are. */
  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void manyLostPiecesAreSentAgain(final boolean checksum) throws Exception {
    Requirement.NFT.require();
    open(LabPlan.links(1).withChecksum(checksum), StackConfig.defaults().withChecksum(checksum));
    laboratory.faults().cutSuperSegments(0);
    laboratory.faults().loseSegments(LOST_OUT_OF);

    final Ends ends = connect(true, KernelPeerPlan.mptcp(), 100, 8 * MIB);

    expectFinished(ends);
    expectNoTrouble();
    assertThat(info(ends).multipath()).isTrue();
    assertThat(info(ends).fallbackReason()).isEmpty();
    assertThat(stack.count("RUNS_SENT")).isPositive();
    assertThat(info(ends).subflows().getFirst().retransmittedBytes())
        .isGreaterThanOrEqualTo(8 * MIB / LOST_OUT_OF / 2); // half, for what is not full is not lost
  }

  /** Sends until the path's rate is that of the longest run in a millisecond, of which a run's length follows. */
  private void openWindow(final Ends ends) throws InterruptedException {
    until(ends, "the connection is open", ends.wire()::isEstablished);
    do {
      write(ends, (int) MIB);
    } while (!isWide(info(ends).subflows().getFirst()));
  }

  private static boolean isWide(final SubflowInfo subflow) {
    return subflow.cwndBytes() * MILLISECOND_NS / subflow.srttNs() >= PIECE_BYTES + MSS_BYTES;
  }

  /** Writes, and waits until all of it was acknowledged. */
  private void write(final Ends ends, final int bytes) throws InterruptedException {
    final long target = info(ends).acknowledgedBytes() + bytes;
    written.write(bytes);
    until(ends, "all is acknowledged", () -> info(ends).acknowledgedBytes() == target);
  }

  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void superSegmentsOfTheKernelArriveWhole(final boolean checksum) throws Exception {
    open(LabPlan.links(1).withChecksum(checksum), StackConfig.defaults().withChecksum(checksum));

    final Ends ends = connect(true, KernelPeerPlan.mptcp(), 32 * MIB, 100);

    expectFinished(ends);
    expectNoTrouble();
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
