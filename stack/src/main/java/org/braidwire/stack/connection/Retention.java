package org.braidwire.stack.connection;

import org.braidwire.io.frame.FramePool;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.RxSlicePool;

/**
 * Received octets that one connection's application keeps beyond the callback that gave them, each piece with a hold
 * of its own on its frame. What is bounded are the frames, whole: an octet kept keeps all of its frame. Engine thread.
 */
final class Retention {
  /** Nothing was retained. */
  static final long NONE = -1;

  /** Retained frames take at most one part in so many of the receive buffer, so that they alone never stop the peer. */
  private static final int BUFFER_SHARE = 2;

  private static final int SLOT_BITS = 32;

  private final RxSlicePool pool;
  private final PinnedFrames pins;
  private final int limitBytes;
  private long frameBytes;

  /** Made when first needed: most applications retain nothing. A slot's use is counted, so that a handle dies with it. */
  private RxSlice[] slots = {};

  private int[] uses;
  private int[] freeSlots;
  private int freeCount;

  Retention(final RxSlicePool pool, final PinnedFrames pins, final int bufferBytes) {
    this.pool = pool;
    this.pins = pins;
    limitBytes = bufferBytes / BUFFER_SHARE;
  }

  /** Holds the octets of {@code offered} once more; a handle of 0 or more, or {@link #NONE} at the bound. */
  long retain(final RxSlice offered) {
    if (slots.length == 0) {
      makeSlots();
    }
    final int bytes = pool.frameBytes(offered);
    if (frameBytes + bytes > limitBytes || freeCount == 0 || pins.isFull() || !pins.mayKeep(offered)) {
      return NONE;
    }
    final RxSlice slice = pool.take(offered.position(), offered.address(), offered.bytes());
    if (slice == null) {
      return NONE;
    }
    frameBytes += bytes;
    pins.add(slice);
    final int slot = freeSlots[--freeCount];
    slots[slot] = slice;
    return (long) uses[slot] << SLOT_BITS | slot;
  }

  /** As many as there can be: none holds less than a frame. */
  private void makeSlots() {
    final int count = Math.max(1, limitBytes / FramePool.FRAME_BYTES);
    slots = new RxSlice[count];
    uses = new int[count];
    freeSlots = new int[count];
    for (int slot = 0; slot < count; slot++) {
      freeSlots[freeCount++] = slot;
    }
  }

  /** Of the octets just retained only the first {@code bytes} were consumed; the others are offered again. */
  void trim(final long handle, final int bytes) {
    slots[(int) handle].limit(bytes);
  }

  /** Gives octets back and says how many there were. */
  int release(final long handle) {
    final int slot = (int) handle;
    if (slot < 0 || slot >= slots.length || slots[slot] == null || uses[slot] != handle >>> SLOT_BITS) {
      throw new IllegalArgumentException("this connection retains nothing by the handle " + handle);
    }
    return free(slot);
  }

  private int free(final int slot) {
    final RxSlice slice = slots[slot];
    final int bytes = slice.bytes();
    slots[slot] = null;
    uses[slot] = (uses[slot] + 1) & Integer.MAX_VALUE;
    freeSlots[freeCount++] = slot;
    frameBytes -= pool.frameBytes(slice);
    pins.remove(slice);
    pool.recycle(slice);
    return bytes;
  }

  /** Gives everything back. */
  void clear() {
    for (int slot = 0; slot < slots.length; slot++) {
      if (slots[slot] != null) {
        free(slot);
      }
    }
  }
}
