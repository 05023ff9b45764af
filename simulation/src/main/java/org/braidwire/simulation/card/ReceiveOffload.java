package org.braidwire.simulation.card;

import java.util.Arrays;
import java.util.List;
import org.braidwire.simulation.parse.TcpPacket;
import org.braidwire.simulation.parse.WireFrame;

/**
 * What a kernel or card does with segments that arrive one behind the other: neighbours of one stream with equal
 * headers become one super-segment, of which only the last part may be shorter or carry PSH (Linux: generic receive
 * offload).
 */
final class ReceiveOffload {
  private static final int MAX_IP_BYTES = 0xffff;

  private ReceiveOffload() {}

  /** Whether a frame may begin a super-segment: payload, and no flag but ACK. */
  static boolean mayBegin(final WireFrame frame) {
    return frame.tcp()
        .filter(packet -> packet.payloadBytes() > 0 && packet.flags() == TcpPacket.ACK)
        .isPresent();
  }

  /** Whether {@code next} goes behind {@code parts}, the first of which {@link #mayBegin}. */
  static boolean joins(final List<WireFrame> parts, final WireFrame next) {
    final TcpPacket first = parts.getFirst().tcp().orElseThrow();
    final TcpPacket last = parts.getLast().tcp().orElseThrow();
    final TcpPacket added = next.tcp().orElse(null);
    return added != null
        && added.payloadBytes() > 0
        && added.payloadBytes() <= first.payloadBytes()
        && (added.flags() & ~TcpPacket.PSH) == TcpPacket.ACK
        && last.payloadBytes() == first.payloadBytes()
        && last.flags() == TcpPacket.ACK
        && last.seq() + last.payloadBytes() == added.seq()
        && bytes(parts) + added.payloadBytes() <= SegmentFields.IP + MAX_IP_BYTES
        && sameHeaders(parts.getFirst(), next, added.payloadAt());
  }

  /** Length of the frame that the parts make. */
  static int bytes(final List<WireFrame> parts) {
    int bytes = parts.getFirst().length();
    for (int i = 1; i < parts.size(); i++) {
      bytes += parts.get(i).tcp().orElseThrow().payloadBytes();
    }
    return bytes;
  }

  /** The parts as one frame; its TCP checksum is still the first part's. */
  static byte[] join(final List<WireFrame> parts) {
    final byte[] whole = Arrays.copyOf(parts.getFirst().bytes(), bytes(parts));
    int at = parts.getFirst().length();
    for (int i = 1; i < parts.size(); i++) {
      final TcpPacket part = parts.get(i).tcp().orElseThrow();
      System.arraycopy(parts.get(i).bytes(), part.payloadAt(), whole, at, part.payloadBytes());
      at += part.payloadBytes();
    }
    whole[SegmentFields.FLAGS] = (byte) parts.getLast().tcp().orElseThrow().flags();
    SegmentFields.finishIp(whole);
    return whole;
  }

  /** Ethernet, addresses, ports, acknowledgement, window and every octet of options. */
  private static boolean sameHeaders(final WireFrame one, final WireFrame other, final int headerBytes) {
    return same(one, other, 0, SegmentFields.IP_LENGTH)
        && same(one, other, SegmentFields.IP_TTL, SegmentFields.IP_CHECKSUM)
        && same(one, other, SegmentFields.IP_ADDRESSES, SegmentFields.SEQ)
        && same(one, other, SegmentFields.ACK, SegmentFields.FLAGS)
        && same(one, other, SegmentFields.WINDOW, SegmentFields.CHECKSUM)
        && same(one, other, SegmentFields.OPTIONS, headerBytes);
  }

  private static boolean same(final WireFrame one, final WireFrame other, final int from, final int to) {
    return Arrays.equals(one.bytes(), from, to, other.bytes(), from, to);
  }
}
