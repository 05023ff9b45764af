package org.braidwire.stack.subflow;

import java.util.Arrays;
import org.braidwire.stack.base.SeqNum;

/**
 * The out-of-order ranges of a subflow, the latest first, as SACK blocks are sent (RFC 2018 4). Bounded: a peer
 * that sends confetti is refused, not served. Most subflows never have any: room is made with the first hole, doubled up to
 * five times, and stays. Engine thread.
 */
final class SackRanges {
  /** More holes than any honest path makes. */
  static final int MAX_RANGES = 128;

  private static final int FIRST_ROOM = 4;
  private static final int[] NOTHING = {};

  private int[] left = NOTHING;
  private int[] right = NOTHING;
  private int count;

  /** Adds a range and moves it to the front, merged with those it touches; false when there is no room. */
  boolean add(final int from, final int to) {
    int newLeft = from;
    int newRight = to;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (SeqNum.le(left[i], newRight) && SeqNum.ge(right[i], newLeft)) {
        newLeft = SeqNum.lt(left[i], newLeft) ? left[i] : newLeft;
        newRight = SeqNum.gt(right[i], newRight) ? right[i] : newRight;
      } else {
        left[kept] = left[i];
        right[kept++] = right[i];
      }
    }
    count = kept;
    if (!makeRoom()) {
      return false;
    }
    System.arraycopy(left, 0, left, 1, count);
    System.arraycopy(right, 0, right, 1, count);
    left[0] = newLeft;
    right[0] = newRight;
    count++;
    return true;
  }

  /** For one more. */
  private boolean makeRoom() {
    if (count == MAX_RANGES) {
      return false;
    }
    if (count == left.length) {
      final int room = Math.clamp(2L * count, FIRST_ROOM, MAX_RANGES);
      left = Arrays.copyOf(left, room);
      right = Arrays.copyOf(right, room);
    }
    return true;
  }

  /** Forgets what the cumulative acknowledgement covers. */
  void dropBelow(final int rcvNxt) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (SeqNum.gt(right[i], rcvNxt)) {
        left[kept] = left[i];
        right[kept++] = right[i];
      }
    }
    count = kept;
  }

  /** Makes the ranges anew from what is really held, keeping the order where they still exist. */
  void rebuild(final SliceQueue held, final SubflowReceiver receiver) {
    final int latestLeft = count > 0 ? left[0] : 0;
    final boolean hadLatest = count > 0;
    count = 0;
    int front = -1;
    RxSlice slice = held.head();
    while (slice != null && makeRoom()) {
      final long from = slice.position();
      long to = slice.end();
      while (slice.next() != null && slice.next().position() == to) {
        slice = slice.next();
        to = slice.end();
      }
      left[count] = receiver.seqOf(from);
      right[count] = receiver.seqOf(to);
      if (hadLatest && SeqNum.le(left[count], latestLeft) && SeqNum.gt(right[count], latestLeft)) {
        front = count;
      }
      count++;
      slice = slice.next();
    }
    if (front > 0) {
      swap(front);
    }
  }

  private void swap(final int front) {
    final int frontLeft = left[front];
    final int frontRight = right[front];
    left[front] = left[0];
    right[front] = right[0];
    left[0] = frontLeft;
    right[0] = frontRight;
  }

  int count() {
    return count;
  }

  int[] left() {
    return left;
  }

  int[] right() {
    return right;
  }
}
