package org.braidwire.benchmarks.wire;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.EthernetHeader;
import org.braidwire.stack.wire.Ipv4Header;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;

/**
 * Frames that look like TCP to a port and to what lies in front of it, and belong to no connection: the number of a
 * frame is its sequence number. Stateless.
 */
final class RawFrames {
  static final int HEADER_BYTES = EthernetHeader.BYTES + Ipv4Header.BYTES + TcpHeader.MIN_BYTES;

  private static final int IP = EthernetHeader.BYTES;
  private static final int TCP = IP + Ipv4Header.BYTES;
  private static final int CHECKSUM_AT = 16;
  private static final int PORT = 5001;
  private static final int ANY = 4711;

  private RawFrames() {}

  /** Writes the headers of a frame with {@code payloadBytes} behind them; {@code partialSum} leaves the rest to the device. */
  static void write(
      final long frame,
      final long peerMac,
      final long ownMac,
      final int ownV4,
      final int peerV4,
      final int payloadBytes,
      final boolean partialSum) {
    EthernetHeader.write(frame, peerMac, ownMac, EthernetHeader.TYPE_IPV4);
    final int tcpBytes = TcpHeader.MIN_BYTES + payloadBytes;
    Ipv4Header.write(frame + IP, 0, Ipv4Header.BYTES + tcpBytes, 0, Ipv4Header.PROTOCOL_TCP, ownV4, peerV4);
    final long tcp = frame + TCP;
    Memory.zero(tcp, TcpHeader.MIN_BYTES);
    TcpHeader.srcPort(tcp, PORT);
    TcpHeader.dstPort(tcp, PORT);
    TcpHeader.ack(tcp, ANY);
    TcpHeader.dataOffsetBytes(tcp, TcpHeader.MIN_BYTES);
    TcpHeader.flags(tcp, TcpFlags.ACK);
    TcpHeader.window(tcp, ANY);
    if (partialSum) {
      Memory.putShort(tcp + CHECKSUM_AT, Checksum.tcpPseudoHeader4(ownV4, peerV4, tcpBytes));
    }
  }

  static void number(final long frame, final int number) {
    TcpHeader.seq(frame + TCP, number);
  }

  static int number(final long frame) {
    return TcpHeader.seq(frame + TCP);
  }

  /** Whether a frame that arrived is one of these. */
  static boolean isOurs(final long frame, final int bytes) {
    return bytes >= HEADER_BYTES
        && EthernetHeader.type(frame) == EthernetHeader.TYPE_IPV4
        && Ipv4Header.protocol(frame + IP) == Ipv4Header.PROTOCOL_TCP
        && TcpHeader.dstPort(frame + TCP) == PORT;
  }

  /** Turns a frame round: whom it was for sends it to whom it is from. */
  static void turnRound(final long frame) {
    EthernetHeader.write(
        frame, EthernetHeader.source(frame), EthernetHeader.destination(frame), EthernetHeader.TYPE_IPV4);
    final int source = Memory.getInt(frame + IP + 12);
    Memory.putInt(frame + IP + 12, Memory.getInt(frame + IP + 16));
    Memory.putInt(frame + IP + 16, source);
  }

  /** What is asked of a device that is to cut a super-segment into pieces of {@code segmentBytes}. */
  static long cutInto(final int segmentBytes) {
    return Offload.of(Offload.NEEDS_CHECKSUM, Offload.SEGMENT_TCP_V4, TCP, CHECKSUM_AT, segmentBytes);
  }
}
