package org.braidwire.simulation.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.braidwire.io.port.Offload;
import org.braidwire.simulation.parse.PacketParser;
import org.braidwire.simulation.parse.Segments;
import org.braidwire.simulation.parse.TcpPacket;
import org.junit.jupiter.api.Test;

class TransmitOffloadTest {
  private static final int FIRST_SEQ = 0xffff_ff00; // wraps in the second piece

  @Test
  void everyPieceIsSoundAndCarriesTheOptionsAndTogetherTheyAreTheRun() {
    final byte[] run = run(3_500);

    final List<byte[]> pieces = TransmitOffload.finish(run.clone(), cut(1_400));

    assertThat(pieces).hasSize(3);
    int done = 0;
    for (final byte[] piece : pieces) {
      final TcpPacket packet = PacketParser.parse(piece).orElseThrow();
      assertThat(packet.seq()).isEqualTo(FIRST_SEQ + done);
      assertThat(packet.options().dss().orElseThrow().length()).isEqualTo(3_500);
      assertThat(packet.has(TcpPacket.PSH)).isEqualTo(done == 2_800);
      assertThat(Arrays.copyOfRange(piece, packet.payloadAt(), piece.length))
          .isEqualTo(Arrays.copyOfRange(
              run, packet.payloadAt() + done, packet.payloadAt() + done + packet.payloadBytes()));
      done += packet.payloadBytes();
    }
    assertThat(done).isEqualTo(3_500);
  }

  @Test
  void aSingleSegmentGetsItsChecksum() {
    final byte[] frame = run(100);

    final List<byte[]> pieces = TransmitOffload.finish(frame, checksumOnly());

    assertThat(pieces).hasSize(1);
    assertThat(PacketParser.parse(pieces.getFirst())).isPresent();
  }

  @Test
  void refusesWhatADeviceWouldSendWrong() {
    final byte[] noSum = run(3_000);
    SegmentFields.put16(noSum, SegmentFields.CHECKSUM, 0);

    refuses(noSum, cut(1_400), "pseudo-header");
    refuses(run(1_400), cut(1_400), "fewer than two");
    refuses(run(3_000), Offload.of(0, Offload.SEGMENT_TCP_V4, 34, 16, 1_400), "checksum to be made");
    refuses(
        run(3_000),
        Offload.of(Offload.NEEDS_CHECKSUM, Offload.SEGMENT_TCP_V4, 14, 10, 1_400),
        "where TCP has its checksum");
  }

  private static void refuses(final byte[] frame, final long offload, final String why) {
    assertThatThrownBy(() -> TransmitOffload.finish(frame, offload))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  /** A segment of so many octets, its checksum left to the card. */
  static byte[] run(final int payloadBytes) {
    final byte[] payload = new byte[payloadBytes];
    for (int i = 0; i < payloadBytes; i++) {
      payload[i] = (byte) (i * 31);
    }
    final byte[] frame = Segments.fromClient(TcpPacket.ACK | TcpPacket.PSH)
        .seq(FIRST_SEQ)
        .mapping(1, 2, 3, payloadBytes, false)
        .payload(payload)
        .bytes();
    SegmentFields.put16(frame, SegmentFields.CHECKSUM, SegmentFields.pseudoSum(frame));
    return frame;
  }

  static long cut(final int segmentBytes) {
    return Offload.of(
        Offload.NEEDS_CHECKSUM,
        Offload.SEGMENT_TCP_V4,
        SegmentFields.TCP,
        SegmentFields.CHECKSUM_OFFSET,
        segmentBytes);
  }

  private static long checksumOnly() {
    return Offload.of(
        Offload.NEEDS_CHECKSUM, Offload.SEGMENT_NONE, SegmentFields.TCP, SegmentFields.CHECKSUM_OFFSET, 0);
  }
}
