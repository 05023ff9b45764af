package org.braidwire.io.xdp;

import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.XdpRingMemory;

/**
 * Rings of AF_XDP in memory that no kernel knows of, for two threads of ours; never given back, for the states of
 * jcstress have no end.
 */
final class PlainRing {
  private static final int CONSUMER = 4;
  private static final int FLAGS = 8;
  private static final int ENTRIES = 16;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int MOST_ENTRIES = 2;
  private static final int RING_BYTES = ENTRIES + MOST_ENTRIES * DESCRIPTOR_BYTES;

  /** More than there are states alive at once. */
  private static final int PLACES = 1 << 18;

  private static final Region REGION = Region.allocate((long) PLACES * RING_BYTES, Long.BYTES);
  private static final AtomicInteger NEXT_PLACE = new AtomicInteger();

  private PlainRing() {}

  /** An empty one of 1 or 2 entries. */
  static XdpRingMemory of(final int entries) {
    assert entries <= MOST_ENTRIES;
    final long at = REGION.address() + (long) (NEXT_PLACE.getAndIncrement() & PLACES - 1) * RING_BYTES;
    Memory.zero(at, RING_BYTES);
    return new XdpRingMemory(at, at + CONSUMER, at + FLAGS, at + ENTRIES, entries);
  }
}
