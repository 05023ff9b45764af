package org.braidwire.stack.subflow;

/**
 * Slices that wait for the octets before them, ordered by position, without overlap. Used at both levels. Small ones
 * are put together in the frame of the one before them, where it has room; octets in a large frame move to small ones
 * when large frames are short. Engine thread.
 */
public final class SliceQueue {
  private final RxSlicePool pool;
  private final PinnedFrames pins;
  private RxSlice head;
  private RxSlice tail;
  private long bytes;

  /**
   * @param pins where what waits here is counted
   */
  public SliceQueue(final RxSlicePool pool, final PinnedFrames pins) {
    this.pool = pool;
    this.pins = pins;
  }

  public RxSlice head() {
    return head;
  }

  public boolean isEmpty() {
    return head == null;
  }

  /** Payload octets held. */
  public long bytes() {
    return bytes;
  }

  /**
   * Inserts what of {@code slice} is new; takes ownership. Slices that it covers whole give way to it, so that a
   * long copy over several holes fills them all: its subflow has acknowledged it and will not send it again.
   *
   * @return octets that were not held before
   */
  public int insert(final RxSlice slice) {
    RxSlice before = tail;
    while (before != null && before.position() - slice.position() > 0) {
      before = before.previous;
    }
    if (before != null && before.end() - slice.position() > 0) {
      final long overlap = before.end() - slice.position();
      if (overlap >= slice.bytes()) {
        pool.recycle(slice);
        return 0;
      }
      slice.trimFront((int) overlap);
    }
    final long heldBytes = bytes;
    RxSlice after = before == null ? head : before.next;
    while (after != null && covers(slice, after)) {
      final RxSlice covered = after;
      after = covered.next;
      bytes -= covered.bytes();
      pins.remove(covered);
      pool.recycle(covered);
    }
    if (after != null && slice.end() - after.position() > 0) {
      if (after.position() == slice.position()) {
        pool.recycle(slice); // all of it was held, by two that touch
        return 0;
      }
      slice.trimBack((int) (slice.end() - after.position()));
    }
    final boolean follows = before != null && before.end() == slice.position();
    if (!follows || !putBehind(slice, before)) {
      link(slice, before, after);
    } else if (after == null) {
      tail = before;
      before.next = null;
    } else {
      before.next = after;
      after.previous = before;
    }
    return (int) (bytes - heldBytes);
  }

  /** Whether nothing is lost when {@code held} goes: neither an octet nor the only mapping of one. */
  private static boolean covers(final RxSlice slice, final RxSlice held) {
    return slice.end() - held.end() >= 0 && (slice.isMapped() || !held.isMapped());
  }

  /** Takes the first slice out if it begins at or before {@code position}; else {@code null}. */
  public RxSlice pollUpTo(final long position) {
    final RxSlice slice = head;
    if (slice == null || slice.position() - position > 0) {
      return null;
    }
    head = slice.next;
    if (head == null) {
      tail = null;
    } else {
      head.previous = null;
    }
    slice.next = null;
    bytes -= slice.bytes();
    pins.remove(slice);
    return slice;
  }

  /** Appends in order, without looking for overlap; takes ownership. */
  public void append(final RxSlice slice) {
    assert tail == null || tail.end() == slice.position() : "append out of order";
    if (tail == null || !putBehind(slice, tail)) {
      link(slice, tail, null);
    }
  }

  /** Copies the octets into the frame of the slice before them, which they follow; false when they are to stay. */
  private boolean putBehind(final RxSlice slice, final RxSlice before) {
    if (!pool.copyBehind(slice, before)) {
      return false;
    }
    bytes += slice.bytes();
    pool.recycle(slice);
    return true;
  }

  /** The head's front was consumed. */
  public void consumeHead(final int count) {
    bytes -= count;
    head.trimFront(count);
  }

  /** Recycles everything held. */
  public void clear() {
    while (head != null) {
      final RxSlice slice = head;
      head = slice.next;
      pins.remove(slice);
      pool.recycle(slice);
    }
    tail = null;
    bytes = 0;
  }

  /** Lets the octets wait where they are, or in small frames where large ones are short. */
  private void link(final RxSlice slice, final RxSlice before, final RxSlice after) {
    RxSlice last = before;
    while (pool.isLarge(slice) && !pins.mayKeepLarge()) {
      final RxSlice part = pool.copyFront(slice);
      if (part == null) {
        break;
      }
      linkOne(part, last, after);
      last = part;
      if (part.bytes() == slice.bytes()) {
        pool.recycle(slice);
        return;
      }
      slice.trimFront(part.bytes());
    }
    linkOne(slice, last, after);
  }

  private void linkOne(final RxSlice slice, final RxSlice before, final RxSlice after) {
    slice.previous = before;
    slice.next = after;
    if (before == null) {
      head = slice;
    } else {
      before.next = slice;
    }
    if (after == null) {
      tail = slice;
    } else {
      after.previous = slice;
    }
    bytes += slice.bytes();
    pins.add(slice);
  }
}
