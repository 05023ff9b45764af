package org.braidwire.stack.subflow;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;

/** The received slices of one engine: as many as frames, made at start. Engine thread. */
public final class RxSlicePool {
  /** One frame in so many is kept for octets in order: what fills a gap must always find one. */
  private static final int RESERVE_SHARE = 8;

  /** Octets up to this part of their frame are worth a copy rather than the frame. */
  private static final int SMALL_SHARE = 4;

  private final PacketMemory memory;
  private RxSlice free;
  private int freeCount;

  public RxSlicePool(final int slices, final PacketMemory memory) {
    this.memory = memory;
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
      memory.retain(address);
    }
    return slice;
  }

  /** Octets of the frame that the slice lies in: what it keeps from everybody else. */
  public int frameBytes(final RxSlice slice) {
    return memory.poolOf(slice.address()).pieceBytes();
  }

  /**
   * Whether a slice out of order may pin its frame. When frames are short it may not: else the ones held could wait
   * for ever for one that no frame is left to receive.
   */
  public boolean mayHoldOutOfOrder(final RxSlice slice) {
    final FramePool pool = memory.poolOf(slice.address());
    return pool.free() > pool.pieces() / RESERVE_SHARE;
  }

  /**
   * Copies the octets of {@code from} behind those of {@code to} if they are a small part of the frame they pin, and
   * nobody else holds the other, and it has room. The caller recycles {@code from} and accounts for the growth.
   */
  boolean copyBehind(final RxSlice from, final RxSlice to) {
    if (from.bytes() > memory.poolOf(from.address()).pieceBytes() / SMALL_SHARE) {
      return false;
    }
    final FramePool pool = memory.poolOf(to.address());
    final long end = to.address() + to.bytes();
    final long room = pool.start(to.address()) + pool.pieceBytes() - end;
    if (pool.references(to.address()) != 1 || room < from.bytes()) {
      return false;
    }
    Memory.copy(from.address(), end, from.bytes());
    to.extend(from.bytes());
    return true;
  }

  /** Returns the slice and its reference to the frame. */
  public void recycle(final RxSlice slice) {
    memory.release(slice.address());
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
