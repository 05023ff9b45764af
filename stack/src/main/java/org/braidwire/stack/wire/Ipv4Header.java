package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * An IPv4 header (RFC 791) at an address. Stateless; any thread. The caller has checked that {@link #BYTES}
 * octets are there; options are covered by {@link #headerBytes} and otherwise ignored.
 */
public final class Ipv4Header {
  /** Without options, as every header that is written here. */
  public static final int BYTES = 20;

  public static final int PROTOCOL_ICMP = 1;
  public static final int PROTOCOL_TCP = 6;
  public static final int TTL = 64;

  /** The high half of every IPv4 address in its two-long, mapped form; see {@link IpAddress}. */
  public static final long MAPPED_HIGH = 0;

  /** Bits of a mapped address before its IPv4 part. */
  public static final int MAPPED_PREFIX_BITS = 96;

  private static final int VERSION_AND_LENGTH = 4 << 4 | BYTES / 4;
  private static final int DONT_FRAGMENT = 0x4000;

  /** "More fragments" and the fragment offset. */
  private static final int FRAGMENT_MASK = 0x3fff;

  private static final int OFFSET_MASK = 0x1fff;
  private static final int TOS_AT = 1;
  private static final int TOTAL_AT = 2;
  private static final int ID_AT = 4;
  private static final int FRAGMENT_AT = 6;
  private static final int TTL_AT = 8;
  private static final int PROTOCOL_AT = 9;
  private static final int CHECKSUM_AT = 10;
  private static final int SOURCE_AT = 12;
  private static final int DESTINATION_AT = 16;

  private Ipv4Header() {}

  public static int version(final long address) {
    return Memory.getUnsignedByte(address) >>> 4;
  }

  /** Octets of header with its options. */
  public static int headerBytes(final long address) {
    return (Memory.getUnsignedByte(address) & 0xf) * 4;
  }

  public static int tosByte(final long address) {
    return Memory.getUnsignedByte(address + TOS_AT);
  }

  public static int totalBytes(final long address) {
    return Memory.getUnsignedShort(address + TOTAL_AT);
  }

  public static boolean isFragment(final long address) {
    return (Memory.getUnsignedShort(address + FRAGMENT_AT) & FRAGMENT_MASK) != 0;
  }

  /** Whether the packet does not begin the datagram, so that no transport header follows. */
  public static boolean isLaterFragment(final long address) {
    return (Memory.getUnsignedShort(address + FRAGMENT_AT) & OFFSET_MASK) != 0;
  }

  public static int ttl(final long address) {
    return Memory.getUnsignedByte(address + TTL_AT);
  }

  public static int protocol(final long address) {
    return Memory.getUnsignedByte(address + PROTOCOL_AT);
  }

  public static int source(final long address) {
    return Memory.getInt(address + SOURCE_AT);
  }

  /** Source and destination in one, for comparing. */
  public static long addresses(final long address) {
    return Memory.getLong(address + SOURCE_AT);
  }

  public static int destination(final long address) {
    return Memory.getInt(address + DESTINATION_AT);
  }

  /** Whether the sum over {@code headerBytes} octets is right. */
  public static boolean checksumIsValid(final long address, final int headerBytes) {
    final int sum = headerBytes == BYTES ? sum(address) : Checksum.partial(address, headerBytes);
    return Checksum.finish(sum) == 0;
  }

  private static int sum(final long address) {
    return Checksum.ofInts(
        Memory.getInt(address),
        Memory.getInt(address + ID_AT),
        Memory.getInt(address + TTL_AT),
        Memory.getInt(address + SOURCE_AT),
        Memory.getInt(address + DESTINATION_AT));
  }

  /** The sum of a header without options whose identification is 0: what {@link #renumber} needs. */
  public static int sumWithoutId(final long address) {
    assert Memory.getShort(address + ID_AT) == 0 : "the identification is written last";
    return ~Memory.getUnsignedShort(address + CHECKSUM_AT) & 0xffff;
  }

  /** Gives a copy of a header with that sum an identification of its own. */
  public static void renumber(final long address, final int id, final int sumWithoutId) {
    Memory.putShort(address + ID_AT, id);
    Memory.putShort(address + CHECKSUM_AT, Checksum.finish(Checksum.add(sumWithoutId, id & 0xffff)));
  }

  /**
   * Writes a header without options, "don't fragment" set, checksum included: the sum is made of the values, for a
   * wide load of what narrow stores have just written would wait for them.
   */
  public static void write(
      final long address,
      final int tosByte,
      final int totalBytes,
      final int id,
      final int protocol,
      final int source,
      final int destination) {
    final int first = (VERSION_AND_LENGTH << 8 | tosByte) << 16 | totalBytes;
    final int second = id << 16 | DONT_FRAGMENT;
    final int third = (TTL << 8 | protocol) << 16;
    final int checksum = Checksum.finish(Checksum.ofInts(first, second, third, source, destination));
    Memory.putInt(address, first);
    Memory.putInt(address + ID_AT, second);
    Memory.putInt(address + TTL_AT, third | checksum);
    Memory.putInt(address + SOURCE_AT, source);
    Memory.putInt(address + DESTINATION_AT, destination);
  }
}
