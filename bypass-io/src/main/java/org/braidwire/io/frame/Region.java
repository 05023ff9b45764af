package org.braidwire.io.frame;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A stretch of native memory with an owner who closes it. Registers itself, so that {@link Memory} can check
 * every access when assertions are enabled.
 *
 * <p>Allocation happens at start-up, never per segment. Closing is the owner's duty; using an address of a
 * closed region is a bug that assertions report.
 */
public final class Region implements AutoCloseable {
  /**
   * Addresses of the live regions in rising order, each followed by the address past its end. Replaced as a whole,
   * so that a check allocates nothing and the allocation tests hold with assertions enabled.
   */
  private static volatile long[] live = {};

  private final Arena arena;
  private final long address;
  private final long bytes;

  private Region(final Arena arena, final long address, final long bytes) {
    this.arena = arena;
    this.address = address;
    this.bytes = bytes;
    enlist(address, bytes);
  }

  /** Allocates {@code bytes} octets of zeroed memory, aligned to {@code alignment} (a power of two). */
  public static Region allocate(final long bytes, final long alignment) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes must be positive: " + bytes);
    }
    final Arena arena = Arena.ofShared();
    return new Region(arena, arena.allocate(bytes, alignment).address(), bytes);
  }

  /** Makes memory that something else mapped (a packet ring) known to the checks; closing only forgets it. */
  public static Region adopt(final MemorySegment mapped) {
    return new Region(null, mapped.address(), mapped.byteSize());
  }

  public long address() {
    return address;
  }

  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (delist(address) && arena != null) {
      arena.close();
    }
  }

  private static synchronized void enlist(final long address, final long bytes) {
    final int at = indexAtOrBelow(live, address) + 2;
    final long[] longer = new long[live.length + 2];
    System.arraycopy(live, 0, longer, 0, at);
    longer[at] = address;
    longer[at + 1] = address + bytes;
    System.arraycopy(live, at, longer, at + 2, live.length - at);
    live = longer;
  }

  private static synchronized boolean delist(final long address) {
    final int at = indexAtOrBelow(live, address);
    if (at < 0 || live[at] != address) {
      return false;
    }
    final long[] shorter = Arrays.copyOf(live, live.length - 2);
    System.arraycopy(live, at + 2, shorter, at, live.length - at - 2);
    live = shorter;
    return true;
  }

  /** Index of the last region that begins at or below {@code address}, or -2. */
  private static int indexAtOrBelow(final long[] regions, final long address) {
    int low = 0;
    int high = regions.length / 2 - 1;
    while (low <= high) {
      final int middle = (low + high) >>> 1;
      if (regions[2 * middle] <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 2 * high;
  }

  static boolean covers(final long address, final int bytes) {
    final long[] regions = live;
    final int at = indexAtOrBelow(regions, address);
    return bytes >= 0 && at >= 0 && address + bytes <= regions[at + 1];
  }

  static String describe(final long address, final int bytes) {
    return "no live region covers " + bytes + " bytes at 0x" + Long.toHexString(address);
  }
}
