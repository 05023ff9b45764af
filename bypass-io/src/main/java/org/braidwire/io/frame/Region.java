package org.braidwire.io.frame;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stretch of native memory with an owner who closes it. Registers itself, so that {@link Memory} can check
 * every access when assertions are enabled.
 *
 * <p>Allocation happens at start-up, never per segment. Closing is the owner's duty; using an address of a
 * closed region is a bug that assertions report.
 */
public final class Region implements AutoCloseable {
  private static final ConcurrentSkipListMap<Long, Long> LIVE = new ConcurrentSkipListMap<>();
  private static final ThreadLocal<long[]> LAST_HIT = ThreadLocal.withInitial(() -> new long[3]);
  private static final AtomicLong CLOSED_REGIONS = new AtomicLong();

  private final Arena arena;
  private final long address;
  private final long bytes;

  private Region(final Arena arena, final long address, final long bytes) {
    this.arena = arena;
    this.address = address;
    this.bytes = bytes;
    LIVE.put(address, bytes);
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
    if (LIVE.remove(address) != null) {
      CLOSED_REGIONS.incrementAndGet();
      if (arena != null) {
        arena.close();
      }
    }
  }

  static boolean covers(final long address, final int bytes) {
    final long[] last = LAST_HIT.get();
    if (last[2] == CLOSED_REGIONS.get() && address >= last[0] && address + bytes <= last[1]) {
      return true;
    }
    final Map.Entry<Long, Long> entry = LIVE.floorEntry(address);
    if (bytes < 0 || entry == null || address + bytes > entry.getKey() + entry.getValue()) {
      return false;
    }
    last[0] = entry.getKey();
    last[1] = entry.getKey() + entry.getValue();
    last[2] = CLOSED_REGIONS.get();
    return true;
  }

  static String describe(final long address, final int bytes) {
    return "no live region covers " + bytes + " bytes at 0x" + Long.toHexString(address);
  }
}
