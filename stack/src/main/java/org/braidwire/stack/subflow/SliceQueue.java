package org.braidwire.stack.subflow;

/**
 * Slices that wait for the octets before them, ordered by position, without overlap. Used at both levels. Engine thread.
 */
public final class SliceQueue {
  private final RxSlicePool pool;
  private RxSlice head;
  private RxSlice tail;
  private long bytes;

  public SliceQueue(final RxSlicePool pool) {
    this.pool = pool;
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
      pool.recycle(covered);
    }
    if (after != null && slice.end() - after.position() > 0) {
      if (after.position() == slice.position()) {
        pool.recycle(slice); // all of it was held, by two that touch
        return 0;
      }
      slice.trimBack((int) (slice.end() - after.position()));
    }
    link(slice, before, after);
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
    return slice;
  }

  /** Appends in order, without looking for overlap. */
  public void append(final RxSlice slice) {
    assert tail == null || tail.end() == slice.position() : "append out of order";
    link(slice, tail, null);
  }

  /**
   * Appends in order, copying the octets behind the last slice's where its frame has room, so that small segments
   * do not pin a frame each; takes ownership. Returns octets copied.
   */
  public int appendCompactly(final RxSlice slice) {
    final int length = slice.bytes();
    if (tail != null && pool.copyBehind(slice, tail)) {
      bytes += length;
      pool.recycle(slice);
      return length;
    }
    append(slice);
    return 0;
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
      pool.recycle(slice);
    }
    tail = null;
    bytes = 0;
  }

  private void link(final RxSlice slice, final RxSlice before, final RxSlice after) {
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
  }
}
