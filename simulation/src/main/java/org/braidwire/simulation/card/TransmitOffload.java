package org.braidwire.simulation.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braidwire.io.port.Offload;
import org.braidwire.simulation.parse.TcpPacket;

/**
 * What a card does with a frame it is asked to finish: cuts it into segments, and completes their checksums. Every
 * segment gets the headers as they are, options included; FIN and PSH are the last one's. Refuses what a kernel
 * would take for something else.
 */
final class TransmitOffload {
  private static final int FIN_AND_PSH = TcpPacket.FIN | TcpPacket.PSH;

  private TransmitOffload() {}

  /** The frames that go on the wire; {@code frame} itself where nothing is asked. */
  static List<byte[]> finish(final byte[] frame, final long offload) {
    if (offload == Offload.NONE) {
      return List.of(frame);
    }
    requireSense(frame, offload);
    if (Offload.segmentType(offload) == Offload.SEGMENT_NONE) {
      SegmentFields.finishTcp(frame);
      return List.of(frame);
    }
    return cut(frame, Offload.segmentBytes(offload));
  }

  private static void requireSense(final byte[] frame, final long offload) {
    final int type = Offload.segmentType(offload);
    require(Offload.has(offload, Offload.NEEDS_CHECKSUM), "only a frame with its checksum to be made", offload);
    require(type == Offload.SEGMENT_NONE || type == Offload.SEGMENT_TCP_V4, "no type of segment", offload);
    require(
        Offload.checksumStart(offload) == SegmentFields.TCP
            && Offload.checksumOffset(offload) == SegmentFields.CHECKSUM_OFFSET,
        "not where TCP has its checksum",
        offload);
    require(
        SegmentFields.u16(frame, SegmentFields.CHECKSUM) == SegmentFields.pseudoSum(frame),
        "the checksum field does not hold the pseudo-header's sum",
        offload);
    final int payloadBytes = frame.length - SegmentFields.headerBytes(frame);
    require(
        type == Offload.SEGMENT_NONE
            || Offload.segmentBytes(offload) > 0 && Offload.segmentBytes(offload) < payloadBytes,
        "a run of fewer than two segments",
        offload);
  }

  private static void require(final boolean holds, final String fault, final long offload) {
    if (!holds) {
      throw new IllegalArgumentException(fault + ": offload 0x" + Long.toHexString(offload));
    }
  }

  private static List<byte[]> cut(final byte[] frame, final int segmentBytes) {
    final int headers = SegmentFields.headerBytes(frame);
    final int seq = SegmentFields.i32(frame, SegmentFields.SEQ);
    final int id = SegmentFields.u16(frame, SegmentFields.IP_ID);
    final List<byte[]> pieces = new ArrayList<>();
    for (int at = headers; at < frame.length; at += segmentBytes) {
      final int end = Math.min(frame.length, at + segmentBytes);
      final byte[] piece = Arrays.copyOf(frame, headers + end - at);
      System.arraycopy(frame, at, piece, headers, end - at);
      SegmentFields.put16(piece, SegmentFields.IP_ID, id + pieces.size());
      SegmentFields.put32(piece, SegmentFields.SEQ, seq + at - headers);
      if (end < frame.length) {
        piece[SegmentFields.FLAGS] &= ~FIN_AND_PSH;
      }
      SegmentFields.finishIp(piece);
      SegmentFields.finishTcp(piece);
      pieces.add(piece);
    }
    return pieces;
  }
}
