package org.braidwire.stack.subflow;

/**
 * The frames that one connection's received octets keep while they wait, for those before them or for the
 * application: what is bounded is the frames, whole, for an octet that waits keeps all of its frame.
 *
 * <p>A connection may pin no more than it leaves to the others: alone it gets half of what there is, with one like it
 * a third, and somebody new always finds frames. Counted when a slice begins and ceases to wait, never for what passes
 * through. Engine thread.
 */
public final class PinnedFrames {
  /** Who has pinned fewer may use a part of the reserve: the first octets of a connection wait until it is told. */
  private static final int FEW_FRAMES = 16;

  private final RxSlicePool pool;
  private int frames;
  private int largeFrames;

  public PinnedFrames(final RxSlicePool pool) {
    this.pool = pool;
  }

  /** Whether nothing more of this connection may begin to wait. */
  public boolean isFull() {
    return frames >= pool.spareFrames() && (frames >= FEW_FRAMES || pool.isReserveUsed());
  }

  /** Whether {@code slice} may stay in its frame; in a large one only as long as there are enough. */
  public boolean mayKeep(final RxSlice slice) {
    return !pool.isLarge(slice) || largeFrames < pool.spareLargeFrames();
  }

  /** {@code slice} begins to wait. */
  public void add(final RxSlice slice) {
    if (pool.isLarge(slice)) {
      largeFrames++;
    } else {
      frames++;
    }
  }

  /** {@code slice} waits no longer. */
  public void remove(final RxSlice slice) {
    if (pool.isLarge(slice)) {
      largeFrames--;
    } else {
      frames--;
    }
    assert frames >= 0 && largeFrames >= 0;
  }

  /** Frames of either size that are pinned. */
  public int count() {
    return frames + largeFrames;
  }
}
