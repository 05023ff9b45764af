package org.braidwire.simulation.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.braidwire.simulation.link.SeededRandom;

/**
 * The bytes one side sends: each follows from the stream's key and its position alone, so nothing is stored to
 * compare with. Immutable.
 */
public record ByteStream(long key, long totalBytes) {
  /** The byte at {@code position}. */
  public byte at(final long position) {
    return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
  }

  private long word(final long index) {
    return SeededRandom.mix(key + index * 0x9e37_79b9_7f4a_7c15L);
  }

  /** Writes the bytes from {@code position} on. */
  public void fill(final MemorySegment to, final long offset, final long position, final int bytes) {
    for (int i = 0; i < bytes; i++) {
      to.set(ValueLayout.JAVA_BYTE, offset + i, at(position + i));
    }
  }

  /** First position from {@code position} on where {@code from} differs, or -1. */
  public long mismatch(final MemorySegment from, final long offset, final long position, final int bytes) {
    for (int i = 0; i < bytes; i++) {
      if (from.get(ValueLayout.JAVA_BYTE, offset + i) != at(position + i)) {
        return position + i;
      }
    }
    return -1;
  }

  /** First position from {@code position} on where {@code from} differs, or -1. */
  public long mismatch(final byte[] from, final int offset, final long position, final int bytes) {
    for (int i = 0; i < bytes; i++) {
      if (from[offset + i] != at(position + i)) {
        return position + i;
      }
    }
    return -1;
  }
}
