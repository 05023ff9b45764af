package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.RxSlicePool;

/**
 * What the windows of all connections of one engine promise together: no more than the frames that are free can hold,
 * beyond the first {@link #UNSEEN_BYTES} that each application has not consumed. A window cannot be taken back, so it
 * is limited when it is given.
 *
 * <p>A connection may be promised as much as is left for the others: alone half, with one like it a third. Engine
 * thread.
 */
public final class WindowBudget {
  /** What the windows of SYN and SYN/ACK promise, unscaled, before anything is known; not counted. */
  static final int UNSEEN_BYTES = 0xffff;

  /** Octets of frames that a waiting octet pins at most: small payloads are put together. */
  private static final int PINNED_PER_OCTET = 2;

  private final RxSlicePool slices;
  private long promisedBytes;

  public WindowBudget(final RxSlicePool slices) {
    this.slices = slices;
  }

  /** Octets beyond those that have come that a connection may be promised now, of which {@code ownBytes} are. */
  long coveredBytes(final long ownBytes) {
    final long leftBytes = slices.spareBytes() / PINNED_PER_OCTET - (promisedBytes - ownBytes);
    return Math.max(0, leftBytes) / 2;
  }

  /** A connection's promise changed by {@code bytes}. */
  void promise(final long bytes) {
    promisedBytes += bytes;
    assert promisedBytes >= 0;
  }

  /** Octets promised beyond the uncounted ones. */
  long promisedBytes() {
    return promisedBytes;
  }
}
