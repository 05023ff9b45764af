package org.braidwire.gateway.base;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects one message that comes in any pieces, within a bound. It takes not an octet more than it is asked for: what
 * stands behind a request belongs to the application. One thread.
 */
public final class MessageBuffer {
  private final byte[] octets;
  private int count;

  /** For messages of at most {@code maxBytes}. */
  public MessageBuffer(final int maxBytes) {
    octets = new byte[maxBytes];
  }

  /** Octets held. */
  public int count() {
    return count;
  }

  /**
   * Takes octets until {@code bytes} are held in all, or {@code in} has no more.
   *
   * @return whether they are held
   */
  public boolean fill(final ByteBuffer in, final int bytes) {
    final int taken = Math.min(bytes - count, in.remaining());
    if (taken > 0) {
      in.get(octets, count, taken);
      count += taken;
    }
    return count >= bytes;
  }

  /** The octet at {@code index}, 0 to 255. */
  public int octet(final int index) {
    return octets[index] & 0xff;
  }

  /** A view of what is held from {@code from} on up to and without {@code to}, big endian. */
  public ByteBuffer view(final int from, final int to) {
    return ByteBuffer.wrap(octets, from, to - from).slice();
  }

  /** A copy of the same. */
  public byte[] copy(final int from, final int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  /** Begins anew; nothing of what was held is left, for it may have been a password. */
  public void clear() {
    Arrays.fill(octets, 0, count, (byte) 0);
    count = 0;
  }
}
