package org.braidwire.cli;

import java.io.InputStream;
import java.util.Objects;

/**
 * A given number of generated octets in which neighbouring blocks differ, so that a swap or a gap shows in any
 * digest. The same for every run.
 */
final class PatternStream extends InputStream {
  private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
  private static final int HIGH_OCTET_SHIFT = 56;

  private final long total;
  private long position;

  PatternStream(final long total) {
    this.total = total;
  }

  @Override
  public int read() {
    return position == total ? -1 : octet(position++) & 0xff;
  }

  @Override
  public int read(final byte[] target, final int offset, final int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (position == total && length > 0) {
      return -1;
    }
    final int count = (int) Math.min(length, total - position);
    for (int i = 0; i < count; i++) {
      target[offset + i] = octet(position + i);
    }
    position += count;
    return count;
  }

  /** The octet at {@code position} of every such stream. */
  static byte octet(final long position) {
    return (byte) ((position + 1) * MULTIPLIER >>> HIGH_OCTET_SHIFT);
  }
}
