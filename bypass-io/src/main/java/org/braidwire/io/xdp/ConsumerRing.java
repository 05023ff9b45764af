package org.braidwire.io.xdp;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.linux.XdpRingMemory;

/**
 * A ring of AF_XDP that the kernel writes and we read: receive or completion. One thread.
 *
 * <p>{@link #ready} is asked first; then that many entries, counted from 0, may be looked at, and {@link #advance}
 * takes those from the front, which the kernel sees with {@link #release}.
 */
final class ConsumerRing {
  /** Octets of an entry of the receive ring: address, length, options. */
  private static final int DESCRIPTOR_BYTES = 16;

  private static final int DESCRIPTOR_LENGTH = 8;
  private static final int DESCRIPTOR_OPTIONS = 12;
  private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final XdpRingMemory ring;
  private final int mask;
  private int taken;
  private int released;

  ConsumerRing(final XdpRingMemory ring) {
    this.ring = ring;
    mask = ring.size() - 1;
  }

  int size() {
    return ring.size();
  }

  /** Entries that may be looked at; shared memory is read. */
  int ready() {
    return (int) COUNT.getAcquire(Memory.all(), ring.producer()) - taken;
  }

  /** Of a completion: where the frame lies. */
  long frame(final int index) {
    return Memory.all().get(LONG, ring.entries() + (long) (taken + index & mask) * Long.BYTES);
  }

  /** Of a descriptor: where the frame, or its part, lies. */
  long offset(final int index) {
    return Memory.all().get(LONG, descriptor(index));
  }

  /** Of a descriptor: its octets. */
  int bytes(final int index) {
    return Memory.all().get(INT, descriptor(index) + DESCRIPTOR_LENGTH);
  }

  /** Of a descriptor. */
  int options(final int index) {
    return Memory.all().get(INT, descriptor(index) + DESCRIPTOR_OPTIONS);
  }

  private long descriptor(final int index) {
    return ring.entries() + (long) (taken + index & mask) * DESCRIPTOR_BYTES;
  }

  /** Takes entries from the front; they are still ours to look at no more. */
  void advance(final int entries) {
    taken += entries;
  }

  /** Shows the kernel what was taken, so that it may write there. */
  void release() {
    if (released != taken) {
      released = taken;
      COUNT.setRelease(Memory.all(), ring.consumer(), taken);
    }
  }
}
