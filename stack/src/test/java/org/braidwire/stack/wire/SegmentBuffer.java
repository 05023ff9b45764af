package org.braidwire.stack.wire;

import java.util.HexFormat;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;

/** A segment's memory that ends exactly where the segment ends, so that a read past it fails, and one to write to. */
final class SegmentBuffer implements AutoCloseable {
  private static final int BYTES = 256;

  private final Region read = Region.allocate(BYTES, 8);
  private final Region write = Region.allocate(TcpHeader.MAX_OPTION_BYTES, 8);
  private final InboundSegment segment = new InboundSegment();
  private final OptionWriter writer = new OptionWriter();

  InboundSegment segment() {
    return segment;
  }

  OptionWriter writer() {
    return writer;
  }

  long writeAddress() {
    return write.address();
  }

  /** What the writer wrote, in hexadecimal. */
  String written() {
    final byte[] octets = new byte[writer.bytes()];
    Memory.get(write.address(), octets, 0, octets.length);
    return HexFormat.of().formatHex(octets);
  }

  /** Decodes a whole segment, which is laid against the end of its region. */
  WireFault decode(final byte[] tcp, final int bytes) {
    final long address = read.address() + BYTES - bytes;
    Memory.put(address, tcp, 0, bytes);
    return segment.decode(address, bytes);
  }

  /** Decodes a header without payload that has these options, filled up with zeroes (end of list) to 4. */
  WireFault decodeOptions(final byte[] options) {
    final int padded = options.length + 3 & ~3;
    final byte[] tcp = new byte[TcpHeader.MIN_BYTES + padded];
    tcp[12] = (byte) (tcp.length << 2);
    System.arraycopy(options, 0, tcp, TcpHeader.MIN_BYTES, options.length);
    return decode(tcp, tcp.length);
  }

  WireFault decodeOptions(final String hex) {
    return decodeOptions(HexFormat.of().parseHex(hex));
  }

  /** The NOPs that the writer puts behind an option of {@code bytes} octets. */
  static String nops(final int bytes) {
    return "01".repeat(-bytes & 3);
  }

  @Override
  public void close() {
    read.close();
    write.close();
  }
}
