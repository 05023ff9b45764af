package org.braidwire.stack.subflow;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;

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

  /**
   * Copies the octets of {@code from} behind those of {@code to} if nobody else holds that frame and it has room.
   * The caller recycles {@code from} and accounts for the growth.
   */
  boolean copyBehind(final RxSlice from, final RxSlice to) {
    final long end = to.address() + to.bytes();
    final long room = frames.start(to.address()) + frames.pieceBytes() - end;
    if (frames.references(to.address()) != 1 || room < from.bytes()) {
      return false;
    }
    Memory.copy(from.address(), end, from.bytes());
    to.extend(from.bytes());
    return true;
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
