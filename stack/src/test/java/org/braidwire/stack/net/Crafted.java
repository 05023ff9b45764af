package org.braidwire.stack.net;

import java.nio.ByteBuffer;

/** Frames made octet by octet with a checksum of their own, so that the code under test is not its own witness. */
public final class Crafted {
  public static final int ETHERNET = 14;
  public static final int IP = ETHERNET + 20;

  private Crafted() {}

  public static byte[] ethernet(final long to, final long from, final int type, final byte[] body) {
    final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + body.length);
    mac(frame, to);
    mac(frame, from);
    return frame.putShort((short) type).put(body).array();
  }

  public static byte[] arp(
      final int operation, final long senderMac, final int senderV4, final long targetMac, final int targetV4) {
    final ByteBuffer packet = ByteBuffer.allocate(28);
    packet.putShort((short) 1)
        .putShort((short) 0x0800)
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) operation);
    mac(packet, senderMac);
    packet.putInt(senderV4);
    mac(packet, targetMac);
    return packet.putInt(targetV4).array();
  }

  public static byte[] ipv4(final int source, final int destination, final int protocol, final byte[] body) {
    return ipv4(source, destination, protocol, new byte[0], body);
  }

  public static byte[] ipv4(
      final int source, final int destination, final int protocol, final byte[] options, final byte[] body) {
    final int header = 20 + options.length;
    final ByteBuffer packet = ByteBuffer.allocate(header + body.length);
    packet.put((byte) (0x40 | header / 4)).put((byte) 0).putShort((short) packet.capacity());
    packet.putShort((short) 7)
        .putShort((short) 0x4000)
        .put((byte) 64)
        .put((byte) protocol)
        .putShort((short) 0);
    packet.putInt(source).putInt(destination).put(options).put(body);
    return fixIpChecksum(packet.array(), 0);
  }

  /** Sums the IPv4 header at {@code at} anew after a test changed it. */
  static byte[] fixIpChecksum(final byte[] octets, final int at) {
    octets[at + 10] = 0;
    octets[at + 11] = 0;
    putShort(octets, at + 10, ~sum(octets, at, (octets[at] & 0xf) * 4, 0));
    return octets;
  }

  static byte[] tcp(final int source, final int destination, final byte[] payload) {
    final ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
    segment.putShort((short) 40000)
        .putShort((short) 5001)
        .putInt(0x01020304)
        .putInt(0x05060708);
    segment.put((byte) 0x50)
        .put((byte) 0x10)
        .putShort((short) 1000)
        .putInt(0)
        .put(payload);
    final byte[] octets = segment.array();
    putShort(octets, 16, ~sum(octets, 0, octets.length, pseudo(source, destination, octets.length)));
    return octets;
  }

  static byte[] icmp(final int type, final int code, final int rest, final byte[] body) {
    final byte[] octets = ByteBuffer.allocate(8 + body.length)
        .put((byte) type)
        .put((byte) code)
        .putShort((short) 0)
        .putInt(rest)
        .put(body)
        .array();
    putShort(octets, 2, ~sum(octets, 0, octets.length, 0));
    return octets;
  }

  public static int pseudo(final int source, final int destination, final int tcpBytes) {
    return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + 6 + tcpBytes;
  }

  public static int sum(final byte[] octets, final int from, final int bytes, final int initial) {
    int sum = initial;
    for (int i = 0; i < bytes; i++) {
      sum += (octets[from + i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  public static void putShort(final byte[] octets, final int at, final int value) {
    octets[at] = (byte) (value >>> 8);
    octets[at + 1] = (byte) value;
  }

  private static void mac(final ByteBuffer to, final long mac) {
    to.putShort((short) (mac >>> 32)).putInt((int) mac);
  }
}
