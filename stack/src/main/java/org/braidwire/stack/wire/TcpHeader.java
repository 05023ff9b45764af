package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * The fixed part of a TCP header (RFC 9293 3.1) at an address: where each field lies and nothing more.
 *
 * <p>Stateless. The caller guarantees that {@link #MIN_BYTES} octets are there.
 */
public final class TcpHeader {
  public static final int MIN_BYTES = 20;
  public static final int MAX_OPTION_BYTES = 40;
  public static final int MAX_BYTES = MIN_BYTES + MAX_OPTION_BYTES;

  private static final int SRC_PORT = 0;
  private static final int DST_PORT = 2;
  private static final int SEQ = 4;
  private static final int ACK = 8;
  private static final int DATA_OFFSET = 12;
  private static final int FLAGS = 13;
  private static final int WINDOW = 14;
  private static final int CHECKSUM = 16;
  private static final int URGENT = 18;

  private TcpHeader() {}

  /** Writes the whole fixed part, checksum and urgent pointer 0. */
  public static void write(
      final long header,
      final int srcPort,
      final int dstPort,
      final int seq,
      final int ack,
      final int headerBytes,
      final int flags,
      final int window) {
    assert srcPort >>> 16 == 0 && dstPort >>> 16 == 0 : srcPort + ", " + dstPort;
    assert headerBytes >= MIN_BYTES && headerBytes <= MAX_BYTES && (headerBytes & 3) == 0 : headerBytes;
    assert flags >>> 8 == 0 && window >>> 16 == 0 : flags + ", " + window;
    Memory.putInt(header + SRC_PORT, srcPort << 16 | dstPort);
    Memory.putInt(header + SEQ, seq);
    Memory.putInt(header + ACK, ack);
    Memory.putInt(header + DATA_OFFSET, (headerBytes << 2 << 8 | flags) << 16 | window);
    Memory.putInt(header + CHECKSUM, 0);
  }

  public static int srcPort(final long header) {
    return Memory.getUnsignedShort(header + SRC_PORT);
  }

  public static void srcPort(final long header, final int port) {
    assert port >>> 16 == 0 : port;
    Memory.putShort(header + SRC_PORT, port);
  }

  public static int dstPort(final long header) {
    return Memory.getUnsignedShort(header + DST_PORT);
  }

  public static void dstPort(final long header, final int port) {
    assert port >>> 16 == 0 : port;
    Memory.putShort(header + DST_PORT, port);
  }

  public static int seq(final long header) {
    return Memory.getInt(header + SEQ);
  }

  public static void seq(final long header, final int seq) {
    Memory.putInt(header + SEQ, seq);
  }

  public static int ack(final long header) {
    return Memory.getInt(header + ACK);
  }

  public static void ack(final long header, final int ack) {
    Memory.putInt(header + ACK, ack);
  }

  /** Octets from the start of the header to the payload, as the peer claims: 0 to 60. */
  public static int dataOffsetBytes(final long header) {
    return Memory.getUnsignedByte(header + DATA_OFFSET) >>> 4 << 2;
  }

  /** Sets the data offset and zeroes the reserved bits beside it. */
  public static void dataOffsetBytes(final long header, final int bytes) {
    assert bytes >= MIN_BYTES && bytes <= MAX_BYTES && (bytes & 3) == 0 : bytes;
    Memory.putByte(header + DATA_OFFSET, bytes << 2);
  }

  public static int flags(final long header) {
    return Memory.getUnsignedByte(header + FLAGS);
  }

  public static void flags(final long header, final int flags) {
    assert flags >>> 8 == 0 : flags;
    Memory.putByte(header + FLAGS, flags);
  }

  public static int window(final long header) {
    return Memory.getUnsignedShort(header + WINDOW);
  }

  public static void window(final long header, final int window) {
    assert window >>> 16 == 0 : window;
    Memory.putShort(header + WINDOW, window);
  }

  public static int checksum(final long header) {
    return Memory.getUnsignedShort(header + CHECKSUM);
  }

  public static void checksum(final long header, final int checksum) {
    assert checksum >>> 16 == 0 : checksum;
    Memory.putShort(header + CHECKSUM, checksum);
  }

  public static int urgent(final long header) {
    return Memory.getUnsignedShort(header + URGENT);
  }

  public static void urgent(final long header, final int urgent) {
    assert urgent >>> 16 == 0 : urgent;
    Memory.putShort(header + URGENT, urgent);
  }
}
