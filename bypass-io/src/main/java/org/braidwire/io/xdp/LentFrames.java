package org.braidwire.io.xdp;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PortMemory;

/**
 * Which frames the kernel holds of ours, in its rings or between them, and how often: a frame may wait twice to be
 * sent. Whatever becomes of the rings, every one can be given back. The port's thread.
 */
final class LentFrames {
  private final long base;
  private final int pieceShift;
  private final byte[] times;
  private int lent;

  LentFrames(final FramePool pool) {
    base = pool.base();
    pieceShift = Integer.numberOfTrailingZeros(pool.pieceBytes());
    times = new byte[pool.pieces()];
  }

  void lend(final long address) {
    times[pieceOf(address)]++;
    lent++;
  }

  void takeBack(final long address) {
    final int left = --times[pieceOf(address)];
    assert left >= 0 : "the kernel gave back a frame that it did not have";
    lent--;
  }

  /** Frames that the kernel holds. */
  int lent() {
    return lent;
  }

  /** Gives every frame back to where it came from; only when the kernel no longer writes to any. */
  void releaseAll(final PortMemory memory) {
    for (int piece = 0; piece < times.length && lent > 0; piece++) {
      for (; times[piece] > 0; times[piece]--) {
        memory.release(base + ((long) piece << pieceShift));
        lent--;
      }
    }
  }

  private int pieceOf(final long address) {
    return (int) (address - base >>> pieceShift);
  }
}
