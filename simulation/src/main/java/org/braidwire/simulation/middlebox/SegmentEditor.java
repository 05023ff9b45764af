package org.braidwire.simulation.middlebox;

import java.util.function.ObjIntConsumer;
import org.braidwire.simulation.parse.InternetSum;
import org.braidwire.simulation.parse.PacketParser;
import org.braidwire.simulation.parse.WireFrame;

/** Edits the options of a TCP segment in a copy of its frame and makes the checksum right again. Used once. */
final class SegmentEditor {
  static final int MPTCP = 30;
  static final int DSS = 2;
  static final int NOP = 1;

  private static final int TCP_AT = PacketParser.ETHERNET_BYTES + PacketParser.IPV4_BYTES;
  private static final int OPTIONS_AT = TCP_AT + 20;
  private static final int WINDOW_AT = TCP_AT + 14;
  private static final int CHECKSUM_AT = TCP_AT + 16;
  private static final int IP_LENGTH_AT = PacketParser.ETHERNET_BYTES + 2;

  private final byte[] bytes;

  SegmentEditor(final WireFrame frame) {
    bytes = frame.copy();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Shows where each MPTCP option of {@code subtype} begins; -1 for every subtype. */
  void eachMultipathOption(final int subtype, final ObjIntConsumer<byte[]> editor) {
    final int end = TCP_AT + (bytes[TCP_AT + 12] >>> 4 & 0xf) * 4;
    int at = OPTIONS_AT;
    while (at < end && bytes[at] != 0) {
      if (bytes[at] == NOP) {
        at++;
        continue;
      }
      final int length = bytes[at + 1] & 0xff;
      if (bytes[at] == MPTCP && (subtype < 0 || (bytes[at + 2] >>> 4 & 0xf) == subtype)) {
        editor.accept(bytes, at);
      }
      at += length;
    }
  }

  /** Writes no-operations over the option at {@code at}. */
  static void blank(final byte[] bytes, final int at) {
    final int length = bytes[at + 1] & 0xff;
    for (int i = 0; i < length; i++) {
      bytes[at + i] = NOP;
    }
  }

  void window(final int window) {
    bytes[WINDOW_AT] = (byte) (window >>> 8);
    bytes[WINDOW_AT + 1] = (byte) window;
  }

  /** The edited frame, with a right TCP checksum. */
  WireFrame finish() {
    bytes[CHECKSUM_AT] = 0;
    bytes[CHECKSUM_AT + 1] = 0;
    final int total = (bytes[IP_LENGTH_AT] & 0xff) << 8 | bytes[IP_LENGTH_AT + 1] & 0xff;
    final int sum = InternetSum.complement(PacketParser.tcpSum(bytes, total - PacketParser.IPV4_BYTES));
    bytes[CHECKSUM_AT] = (byte) (sum >>> 8);
    bytes[CHECKSUM_AT + 1] = (byte) sum;
    return new WireFrame(bytes);
  }
}
