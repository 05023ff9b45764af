package org.braidwire.io.frame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Native memory addressed by plain {@code long} addresses, in network byte order unless a name says otherwise.
 *
 * <p>One segment that spans the whole address space serves every access: C2 folds its bounds check away, so a
 * load is one instruction. With assertions enabled (every test runs so) an access outside a live {@link Region}
 * fails at once. Any thread may call; ordering between threads is the business of the rings.
 */
public final class Memory {
  /** The whole address space; offsets into it are absolute addresses. */
  private static final MemorySegment ALL = everything();

  private static final ValueLayout.OfShort SHORT_BE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT_BE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG_BE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Memory() {}

  private static MemorySegment everything() {
    if (!Memory.class.getModule().isNativeAccessEnabled()) {
      throw new IllegalStateException(
          "Braidwire needs native access: start java with --enable-native-access=ALL-UNNAMED");
    }
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /** The segment whose offsets are absolute addresses; for bulk operations and for handing slices to users. */
  public static MemorySegment all() {
    return ALL;
  }

  public static byte getByte(final long address) {
    assert Region.covers(address, 1) : Region.describe(address, 1);
    return ALL.get(ValueLayout.JAVA_BYTE, address);
  }

  public static int getUnsignedByte(final long address) {
    return getByte(address) & 0xff;
  }

  public static void putByte(final long address, final int value) {
    assert Region.covers(address, 1) : Region.describe(address, 1);
    ALL.set(ValueLayout.JAVA_BYTE, address, (byte) value);
  }

  public static short getShort(final long address) {
    assert Region.covers(address, 2) : Region.describe(address, 2);
    return ALL.get(SHORT_BE, address);
  }

  public static int getUnsignedShort(final long address) {
    return getShort(address) & 0xffff;
  }

  public static void putShort(final long address, final int value) {
    assert Region.covers(address, 2) : Region.describe(address, 2);
    ALL.set(SHORT_BE, address, (short) value);
  }

  public static int getInt(final long address) {
    assert Region.covers(address, 4) : Region.describe(address, 4);
    return ALL.get(INT_BE, address);
  }

  public static void putInt(final long address, final int value) {
    assert Region.covers(address, 4) : Region.describe(address, 4);
    ALL.set(INT_BE, address, value);
  }

  public static long getLong(final long address) {
    assert Region.covers(address, 8) : Region.describe(address, 8);
    return ALL.get(LONG_BE, address);
  }

  public static void putLong(final long address, final long value) {
    assert Region.covers(address, 8) : Region.describe(address, 8);
    ALL.set(LONG_BE, address, value);
  }

  /** Copies {@code bytes} octets; the ranges may overlap. */
  public static void copy(final long fromAddress, final long toAddress, final int bytes) {
    assert Region.covers(fromAddress, bytes) : Region.describe(fromAddress, bytes);
    assert Region.covers(toAddress, bytes) : Region.describe(toAddress, bytes);
    MemorySegment.copy(ALL, fromAddress, ALL, toAddress, bytes);
  }

  /** Copies out of native memory into {@code to[offset..]}. */
  public static void get(final long fromAddress, final byte[] to, final int offset, final int bytes) {
    assert Region.covers(fromAddress, bytes) : Region.describe(fromAddress, bytes);
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, fromAddress, to, offset, bytes);
  }

  /** Copies {@code from[offset..]} into native memory. */
  public static void put(final long toAddress, final byte[] from, final int offset, final int bytes) {
    assert Region.covers(toAddress, bytes) : Region.describe(toAddress, bytes);
    MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, toAddress, bytes);
  }

  /** Sets {@code bytes} octets to zero. */
  public static void zero(final long address, final int bytes) {
    assert Region.covers(address, bytes) : Region.describe(address, bytes);
    ALL.asSlice(address, bytes).fill((byte) 0);
  }
}
