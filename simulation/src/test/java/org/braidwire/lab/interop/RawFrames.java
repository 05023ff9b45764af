package org.braidwire.lab.interop;

import java.nio.ByteBuffer;

/** Makes frames octet by octet, with correct checksums: the caller spoils them. */
final class RawFrames {
  static final int ETHERNET = 14;
  static final int IP = 20;
  static final int TCP = 20;
  static final int SYN = 2;
  static final int ACK = 16;

  private final long from;
  private final long to;

  /** Frames from one Ethernet address to another. */
  RawFrames(final long from, final long to) {
    this.from = from;
    this.to = to;
  }

  static byte[] arpRequest(final long from, final int sender, final int target) {
    final ByteBuffer frame = ethernet(from, 0xffff_ffff_ffffL, 0x0806, 28);
    frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4).putShort((short) 1);
    mac(frame, from).putInt(sender);
    mac(frame, 0).putInt(target);
    return octets(frame);
  }

  byte[] echoRequest(final int source, final int target, final int number) {
    final ByteBuffer frame = ip(source, target, 1, 16);
    frame.put((byte) 8).put((byte) 0).putShort((short) 0).putShort((short) 7).putShort((short) number);
    frame.putLong(0x6272_6169_6477_6972L);
    frame.putShort(ETHERNET + IP + 2, checksum(frame, ETHERNET + IP, 16, 0));
    return octets(frame);
  }

  /** A segment without data; options are padded by the caller to a multiple of 4. */
  byte[] tcp(
      final int source,
      final int target,
      final int sourcePort,
      final int targetPort,
      final int flags,
      final byte... options) {
    final int bytes = TCP + options.length;
    final ByteBuffer frame = ip(source, target, 6, bytes);
    frame.putShort((short) sourcePort).putShort((short) targetPort).putInt(1000).putInt(0);
    frame.put((byte) (bytes / 4 << 4)).put((byte) flags).putShort((short) 1000).putInt(0);
    frame.put(options);
    final byte[] octets = octets(frame);
    sumTcp(octets);
    return octets;
  }

  /** Makes the TCP checksum right again after a change. */
  static void sumTcp(final byte[] frame) {
    final ByteBuffer buffer = ByteBuffer.wrap(frame);
    final int bytes = frame.length - ETHERNET - IP;
    buffer.putShort(ETHERNET + IP + 16, (short) 0);
    final int pseudo = words(buffer, ETHERNET + 12, 8) + 6 + bytes;
    buffer.putShort(ETHERNET + IP + 16, checksum(buffer, ETHERNET + IP, bytes, pseudo));
  }

  /** Makes the IP header's checksum right again after a change. */
  static void sumIp(final byte[] frame) {
    sumIp(ByteBuffer.wrap(frame));
  }

  private static void sumIp(final ByteBuffer buffer) {
    buffer.putShort(ETHERNET + 10, (short) 0);
    buffer.putShort(ETHERNET + 10, checksum(buffer, ETHERNET, IP, 0));
  }

  private ByteBuffer ip(final int source, final int target, final int protocol, final int payloadBytes) {
    final ByteBuffer frame = ethernet(from, to, 0x0800, IP + payloadBytes);
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (IP + payloadBytes)).putInt(0x4000);
    frame.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(source).putInt(target);
    sumIp(frame);
    return frame;
  }

  private static ByteBuffer ethernet(final long from, final long to, final int type, final int payloadBytes) {
    final ByteBuffer frame = ByteBuffer.allocate(ETHERNET + payloadBytes);
    mac(frame, to);
    return mac(frame, from).putShort((short) type);
  }

  private static ByteBuffer mac(final ByteBuffer frame, final long address) {
    return frame.putShort((short) (address >>> 32)).putInt((int) address);
  }

  private static byte[] octets(final ByteBuffer frame) {
    final byte[] octets = new byte[frame.capacity()];
    frame.get(0, octets);
    return octets;
  }

  private static int words(final ByteBuffer buffer, final int at, final int bytes) {
    int sum = 0;
    for (int i = 0; i < bytes; i += 2) {
      sum += Short.toUnsignedInt(buffer.getShort(at + i));
    }
    return sum;
  }

  private static short checksum(final ByteBuffer buffer, final int at, final int bytes, final int initial) {
    int sum = initial + words(buffer, at, bytes);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~sum;
  }
}
