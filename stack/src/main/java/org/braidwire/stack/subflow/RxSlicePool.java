package org.braidwire.stack.subflow;

import org.braidwire.io.frame.FramePool;

/** The received slices of one engine: as many as frames, made at start. Engine thread. */
public final class RxSlicePool {
  /** One frame in so many is kept for octets in order: what fills a gap must always find one. */
  private static final int RESERVE_SHARE = 8;

  private final FramePool frames;
  private RxSlice free;
  private int freeCount;

  public RxSlicePool(final int slices, final FramePool frames) {
    this.frames = frames;
    for (int i = 0; i < slices; i++) {
      put(new RxSlice());
    }
  }

  /** A slice over {@code bytes} octets at {@code address}, with a reference of its own; {@code null} if none. */
  public RxSlice take(final long position, final long address, final int bytes) {
    final RxSlice slice = free;
    if (slice != null) {
      free = slice.next;
      freeCount--;
      slice.next = null;
      slice.previous = null;
      slice.set(position, address, bytes);
      frames.retain(address);
    }
    return slice;
  }

  /**
   * Whether octets out of order may pin their frame. When frames are short they may not: else the ones held could
   * wait for ever for one that no frame is left to receive.
   */
  public boolean mayHoldOutOfOrder() {
    return frames.free() > frames.pieces() / RESERVE_SHARE;
  }

  /** Returns the slice and its reference to the frame. */
  public void recycle(final RxSlice slice) {
    frames.release(slice.address());
    put(slice);
  }

  public int free() {
    return freeCount;
  }

  private void put(final RxSlice slice) {
    slice.next = free;
    slice.previous = null;
    free = slice;
    freeCount++;
  }
}
