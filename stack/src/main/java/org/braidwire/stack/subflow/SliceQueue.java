package org.braidwire.stack.subflow;

/**
 * Slices that wait for the octets before them, ordered by position, without overlap. Used at both levels. Small ones
 * are put together in the frame of the one before them, where it has room; octets in a large frame move to small ones
 * when large frames are short. Engine thread.
 */
public final class SliceQueue {
  /** Slices that a look-up passes: a peer that fills holes here and there buys no longer walk. */
  static final int MAX_PASSED = 1024;

  private final RxSlicePool pool;
  private final PinnedFrames pins;
  private RxSlice head;
  private RxSlice tail;

  /** Where the last look-up inside the queue ended: the next one is mostly near. */
  private RxSlice near;

  private long bytes;
  private boolean cut;

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

  /** Where the last octet held ends; there must be one. */
  public long end() {
    return tail.end();
  }

  /** Payload octets held. */
  public long bytes() {
    return bytes;
  }

  /**
   * Finds the place of an octet at {@code position}; false when it is too far from both ends and from where octets came
   * last. At either end it is found at once. {@link #insert} then goes on from there.
   */
  public boolean seek(final long position) {
    if (isAtAnEnd(position)) {
      return true;
    }
    RxSlice at = nearest(position);
    int passed = 0;
    while (at.position() - position > 0 && passed++ < MAX_PASSED) {
      at = at.previous;
    }
    while (at.next.position() - position <= 0 && passed++ < MAX_PASSED) {
      at = at.next;
    }
    near = at;
    return passed <= MAX_PASSED;
  }

  private boolean isAtAnEnd(final long position) {
    return head == null || head.position() - position > 0 || tail.position() - position <= 0;
  }

  private RxSlice nearest(final long position) {
    final RxSlice end = position - head.position() < tail.position() - position ? head : tail;
    return near != null && Math.abs(near.position() - position) < Math.abs(end.position() - position) ? near : end;
  }

  /** The last slice that begins at or before {@code position}; {@code null} if none does. */
  private RxSlice lastUpTo(final long position) {
    if (isAtAnEnd(position)) {
      return head == null || head.position() - position > 0 ? null : tail;
    }
    while (!seek(position)) {
      // goes on where it ended
    }
    return near;
  }

  /**
   * Inserts what of {@code slice} is new; takes ownership. Slices that it covers whole give way to it, so that a
   * long copy over several holes fills them all: its subflow has acknowledged it and will not send it again.
   *
   * @return octets that were not held before
   */
  public int insert(final RxSlice slice) {
    cut = false;
    final RxSlice before = lastUpTo(slice.position());
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
      forget(covered);
      pool.recycle(covered);
    }
    if (after != null && slice.end() - after.position() > 0) {
      cut = slice.end() - after.end() > 0;
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

  /** Whether the back of what was inserted last was given up, lying behind octets whose mapping it did not have. */
  boolean isCut() {
    return cut;
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
    forget(slice);
    return slice;
  }

  private void forget(final RxSlice slice) {
    if (slice == near) {
      near = null;
    }
    pins.remove(slice);
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
    near = null;
    bytes = 0;
  }

  /** Lets the octets wait where they are, or in small frames where large ones are short. */
  private void link(final RxSlice slice, final RxSlice before, final RxSlice after) {
    RxSlice last = before;
    while (!pins.mayKeep(slice)) {
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
