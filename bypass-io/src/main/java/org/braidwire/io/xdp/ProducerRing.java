package org.braidwire.io.xdp;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.linux.XdpRingMemory;

/**
 * A ring of AF_XDP that we write and the kernel reads: fill (frames for what arrives) or transmit. One thread.
 *
 * <p>Entries are written first and shown together: {@link #publish} orders them before the count that the kernel
 * reads. Whoever writes has seen to it that there is room.
 */
final class ProducerRing {
  /** Octets of an entry of the transmit ring: address, length, options. */
  private static final int DESCRIPTOR_BYTES = 16;

  private static final int DESCRIPTOR_LENGTH = 8;
  private static final int DESCRIPTOR_OPTIONS = 12;
  private static final int NEED_WAKEUP = 1;
  private static final VarHandle COUNT = ValueLayout.JAVA_INT.varHandle();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private final XdpRingMemory ring;
  private final int mask;
  private int written;
  private int published;

  ProducerRing(final XdpRingMemory ring) {
    this.ring = ring;
    mask = ring.size() - 1;
  }

  int size() {
    return ring.size();
  }

  /** Adds to the fill ring. */
  void add(final long offset) {
    Memory.all().set(LONG, ring.entries() + (long) (written++ & mask) * Long.BYTES, offset);
  }

  /** Adds to the transmit ring. */
  void add(final long offset, final int bytes, final int options) {
    final long at = ring.entries() + (long) (written++ & mask) * DESCRIPTOR_BYTES;
    Memory.all().set(LONG, at, offset);
    Memory.all().set(INT, at + DESCRIPTOR_LENGTH, bytes);
    Memory.all().set(INT, at + DESCRIPTOR_OPTIONS, options);
  }

  /** Shows the kernel what was added. */
  void publish() {
    if (published != written) {
      published = written;
      COUNT.setRelease(Memory.all(), ring.producer(), written);
    }
  }

  /** Entries shown that the kernel has not taken; shared memory is read. */
  int waiting() {
    return published - (int) COUNT.getAcquire(Memory.all(), ring.consumer());
  }

  /** Whether the kernel looks at what was published only after a system call. */
  boolean needsWakeup() {
    return ((int) COUNT.getOpaque(Memory.all(), ring.flags()) & NEED_WAKEUP) != 0;
  }
}
