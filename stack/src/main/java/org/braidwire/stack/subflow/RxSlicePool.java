package org.braidwire.stack.subflow;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;

/**
 * The received slices of one engine, made at start, twice as many as frames: none that waits has less than a frame to
 * itself, and each may be cut once on its way. Engine thread.
 */
public final class RxSlicePool {
  /** One frame in so many is for octets that do not wait: what passes through, and what fills a gap, always finds one. */
  private static final int RESERVE_SHARE = 8;

  /** Octets up to this part of a frame are worth a copy rather than the frame: one that waits then pins two at most. */
  private static final int SMALL_SHARE = 2;

  /** The same of a large frame, where a copy takes longer. */
  private static final int SMALL_SHARE_OF_LARGE = 4;

  private final PacketMemory memory;
  private final FramePool frames;
  private final FramePool largeFrames;
  private final int reserve;
  private final int largeReserve;
  private final Counters counters;
  private RxSlice free;
  private int freeCount;

  public RxSlicePool(final int slices, final PacketMemory memory, final Counters counters) {
    this.memory = memory;
    frames = memory.frames();
    largeFrames = memory.largeFrames();
    reserve = frames.pieces() / RESERVE_SHARE;
    largeReserve = largeFrames.pieces() / RESERVE_SHARE;
    this.counters = counters;
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

  /** Frames that are free beyond the reserve; may be negative. */
  public int spareFrames() {
    return frames.free() - reserve;
  }

  /** Whether so much of the reserve is used that the rest is for octets that do not wait. */
  boolean isReserveUsed() {
    return frames.free() <= reserve / 2;
  }

  int spareLargeFrames() {
    return largeFrames.free() - largeReserve;
  }

  /** Octets of frames that may wait, if no more are waiting already. */
  public long spareBytes() {
    return (long) spareFrames() * frames.pieceBytes();
  }

  boolean isLarge(final RxSlice slice) {
    return largeFrames.owns(slice.address());
  }

  /** Octets of the frame that the slice lies in: what it keeps from everybody else. */
  public int frameBytes(final RxSlice slice) {
    return memory.poolOf(slice.address()).pieceBytes();
  }

  /**
   * Copies the octets of {@code from} behind those of {@code to} if they are a small part of the frame they pin, and
   * nobody else holds the other, it has room, and one mapping can be made of theirs. The caller recycles {@code from}
   * and accounts for the growth.
   */
  boolean copyBehind(final RxSlice from, final RxSlice to) {
    final int share = isLarge(from) ? SMALL_SHARE_OF_LARGE : SMALL_SHARE;
    if (from.bytes() > frameBytes(from) / share) {
      return false;
    }
    final FramePool pool = memory.poolOf(to.address());
    final long end = to.address() + to.bytes();
    final long room = pool.start(to.address()) + pool.pieceBytes() - end;
    if (pool.references(to.address()) != 1 || room < from.bytes()) {
      return false;
    }
    if (!to.joinMapping(from)) {
      return false;
    }
    copy(from, end, from.bytes());
    to.extend(from);
    return true;
  }

  /**
   * Copies as many octets from the front of {@code from}, which lies in a large frame, as a frame holds; the caller trims
   * or recycles it. Returns a slice over the copy with the same mapping; {@code null} if there is no frame or slice.
   */
  RxSlice copyFront(final RxSlice from) {
    final int bytes = Math.min(from.bytes(), memory.frameBytes());
    final long frame = memory.leaseFrame();
    if (frame == FramePool.NONE) {
      return null;
    }
    final RxSlice part = take(from.position(), frame, bytes);
    if (part != null) {
      copy(from, frame, bytes);
      part.mapLike(from);
    }
    memory.release(frame);
    return part;
  }

  private void copy(final RxSlice from, final long to, final int bytes) {
    Memory.copy(from.address(), to, bytes);
    counters.add(Counter.RECEIVED_COPIED_BYTES, bytes);
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
