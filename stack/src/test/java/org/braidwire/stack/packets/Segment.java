package org.braidwire.stack.packets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.braidwire.stack.net.Crafted;
import org.braidwire.stack.wire.TcpFlags;

/**
 * One TCP segment as a test writes or reads it, octet by octet, so that the code under test is not its own witness.
 *
 * @param flags bits of {@link TcpFlags}
 * @param seq sequence number
 * @param ack acknowledgement number
 * @param window as the header states it
 * @param tsVal timestamp, or null for a segment without the option
 * @param tsEcr its echo
 * @param text what it carries, in ASCII
 */
record Segment(int flags, int seq, int ack, int window, Integer tsVal, int tsEcr, String text) {
  static final int WINDOW = 0x8000;
  private static final int HEADER_BYTES = 20;
  private static final int TIMESTAMPS_KIND = 8;
  private static final int TIMESTAMPS_BYTES = 10;

  static Segment of(final int flags, final int seq, final int ack) {
    return new Segment(flags, seq, ack, WINDOW, null, 0, "");
  }

  Segment with(final String octets) {
    return new Segment(flags, seq, ack, window, tsVal, tsEcr, octets);
  }

  Segment stamped(final int value, final int echo) {
    return new Segment(flags, seq, ack, window, value, echo, text);
  }

  boolean has(final int bits) {
    return (flags & bits) == bits;
  }

  /** Acknowledges and does nothing else. */
  boolean isPureAck() {
    return flags == TcpFlags.ACK && text.isEmpty();
  }

  byte[] toOctets(final int sourcePort, final int targetPort, final int source, final int target) {
    final int header = HEADER_BYTES + (tsVal == null ? 0 : TIMESTAMPS_BYTES + 2);
    final ByteBuffer octets = ByteBuffer.allocate(header + text.length());
    octets.putShort((short) sourcePort).putShort((short) targetPort);
    octets.putInt(seq).putInt(ack);
    octets.put((byte) (header << 2)).put((byte) flags).putShort((short) window);
    octets.putInt(0); // checksum and urgent pointer
    if (tsVal != null) {
      octets.put((byte) 1).put((byte) 1); // two NOPs
      octets.put((byte) TIMESTAMPS_KIND).put((byte) TIMESTAMPS_BYTES);
      octets.putInt(tsVal).putInt(tsEcr);
    }
    octets.put(text.getBytes(StandardCharsets.US_ASCII));
    final byte[] all = octets.array();
    final int sum = Crafted.sum(all, 0, all.length, Crafted.pseudo(source, target, all.length));
    Crafted.putShort(all, 16, ~sum);
    return all;
  }

  /** Reads the TCP part of a frame. */
  static Segment parse(final ByteBuffer tcp) {
    final int header = (tcp.get(12) & 0xf0) >>> 2;
    Integer value = null;
    int echo = 0;
    for (int at = HEADER_BYTES; at < header && tcp.get(at) != 0; ) {
      if (tcp.get(at) == 1) {
        at++;
        continue;
      }
      if (tcp.get(at) == TIMESTAMPS_KIND) {
        value = tcp.getInt(at + 2);
        echo = tcp.getInt(at + 6);
      }
      at += tcp.get(at + 1);
    }
    final byte[] payload = new byte[tcp.limit() - header];
    tcp.get(header, payload);
    return new Segment(
        tcp.get(13),
        tcp.getInt(4),
        tcp.getInt(8),
        tcp.getShort(14) & 0xffff,
        value,
        echo,
        new String(payload, StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return TcpFlags.describe(flags) + " seq " + Integer.toUnsignedString(seq) + " ack "
        + Integer.toUnsignedString(ack) + (tsVal == null ? "" : " ts " + tsVal + " " + tsEcr) + " '" + text
        + "'";
  }
}
