package org.braidwire.simulation.card;

import org.braidwire.simulation.parse.InternetSum;
import org.braidwire.simulation.parse.PacketParser;

/** Where a card finds the fields of a TCP segment over IPv4 in its frame, and how it writes them. */
final class SegmentFields {
  static final int IP = PacketParser.ETHERNET_BYTES;
  static final int TCP = IP + PacketParser.IPV4_BYTES;
  static final int IP_LENGTH = IP + 2;
  static final int IP_ID = IP + 4;
  static final int IP_TTL = IP + 8;
  static final int IP_CHECKSUM = IP + 10;
  static final int IP_ADDRESSES = IP + 12;
  static final int SEQ = TCP + 4;
  static final int ACK = TCP + 8;
  static final int DATA_OFFSET = TCP + 12;
  static final int FLAGS = TCP + 13;
  static final int WINDOW = TCP + 14;
  static final int CHECKSUM = TCP + 16;
  static final int OPTIONS = TCP + 20;

  /** From the TCP header's first octet, as an offload word counts. */
  static final int CHECKSUM_OFFSET = CHECKSUM - TCP;

  private static final int PROTOCOL_TCP = 6;
  private static final int ADDRESS_BYTES = 8;

  private SegmentFields() {}

  /** Octets before the payload, Ethernet's included. */
  static int headerBytes(final byte[] frame) {
    return TCP + (frame[DATA_OFFSET] >>> 4 & 0xf) * 4;
  }

  static int u16(final byte[] frame, final int at) {
    return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
  }

  static int i32(final byte[] frame, final int at) {
    return u16(frame, at) << 16 | u16(frame, at + 2);
  }

  static void put16(final byte[] frame, final int at, final int value) {
    frame[at] = (byte) (value >>> 8);
    frame[at + 1] = (byte) value;
  }

  static void put32(final byte[] frame, final int at, final int value) {
    put16(frame, at, value >>> 16);
    put16(frame, at + 2, value);
  }

  /** Makes the IP header tell the frame's length, with a right checksum. */
  static void finishIp(final byte[] frame) {
    put16(frame, IP_LENGTH, frame.length - IP);
    put16(frame, IP_CHECKSUM, 0);
    put16(frame, IP_CHECKSUM, InternetSum.complement(InternetSum.add(0, frame, IP, PacketParser.IPV4_BYTES)));
  }

  /** Makes the TCP checksum right. */
  static void finishTcp(final byte[] frame) {
    put16(frame, CHECKSUM, 0);
    put16(frame, CHECKSUM, InternetSum.complement(PacketParser.tcpSum(frame, frame.length - TCP)));
  }

  /** What stands for the TCP checksum until a card has completed it: the folded sum of the pseudo-header. */
  static int pseudoSum(final byte[] frame) {
    return InternetSum.fold(InternetSum.add(PROTOCOL_TCP + frame.length - TCP, frame, IP_ADDRESSES, ADDRESS_BYTES));
  }
}
