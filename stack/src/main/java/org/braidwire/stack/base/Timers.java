package org.braidwire.stack.base;

import java.util.Arrays;

/**
 * All deadlines of one engine: an intrusive binary heap with the exact next deadline at its root.
 *
 * <p>A retransmission deadline moves with nearly every acknowledgement, and nearly always later; that is one
 * store here. Only an earlier deadline, or one that comes up, touches the heap. Cancelling is lazy likewise.
 * Engine thread. No allocation but the heap array's doubling, bounded by the number of timers alive.
 */
public final class Timers {
  private static final int INITIAL_CAPACITY = 256;

  private Timer[] heap = new Timer[INITIAL_CAPACITY];
  private int size;

  /** Sets the deadline of {@code timer} to {@code deadlineNs}, earlier or later than before. */
  public void arm(final Timer timer, final long deadlineNs) {
    timer.deadlineNs(deadlineNs);
    if (timer.heapIndex < 0) {
      timer.armedNs = deadlineNs;
      insert(timer);
    } else if (deadlineNs < timer.armedNs) {
      timer.armedNs = deadlineNs;
      siftUp(timer.heapIndex);
    }
  }

  /** Forgets the deadline; its heap entry goes when it comes up. */
  public void cancel(final Timer timer) {
    timer.deadlineNs(Timer.NEVER);
  }

  /** Takes the timer out of the heap at once; for an owner that is going away. */
  public void remove(final Timer timer) {
    timer.deadlineNs(Timer.NEVER);
    if (timer.heapIndex >= 0) {
      removeAt(timer.heapIndex);
    }
  }

  /** Fires what is due, at most {@code limit} timers, and returns how many fired. */
  public int poll(final long nowNs, final int limit) {
    int fired = 0;
    while (size > 0 && fired < limit && heap[0].armedNs <= nowNs) {
      final Timer timer = heap[0];
      final long deadlineNs = timer.deadlineNs();
      if (deadlineNs == Timer.NEVER) {
        removeAt(0);
      } else if (deadlineNs > nowNs) {
        timer.armedNs = deadlineNs;
        siftDown(0);
      } else {
        removeAt(0);
        timer.deadlineNs(Timer.NEVER);
        timer.onDeadline(nowNs);
        fired++;
      }
    }
    return fired;
  }

  /** The next deadline, or {@link Timer#NEVER}. Cancelled entries at the root are dropped on the way. */
  public long nextDeadlineNs() {
    while (size > 0) {
      final Timer timer = heap[0];
      final long deadlineNs = timer.deadlineNs();
      if (deadlineNs == Timer.NEVER) {
        removeAt(0);
      } else if (deadlineNs > timer.armedNs) {
        timer.armedNs = deadlineNs;
        siftDown(0);
      } else {
        return deadlineNs;
      }
    }
    return Timer.NEVER;
  }

  /** Entries in the heap, lazily cancelled ones included. */
  public int size() {
    return size;
  }

  private void insert(final Timer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    heap[size] = timer;
    timer.heapIndex = size;
    siftUp(size++);
  }

  private void removeAt(final int index) {
    final Timer gone = heap[index];
    final Timer last = heap[--size];
    heap[size] = null;
    gone.heapIndex = -1;
    gone.armedNs = Timer.NEVER;
    if (index < size) {
      heap[index] = last;
      last.heapIndex = index;
      siftDown(index);
      siftUp(last.heapIndex);
    }
  }

  private void siftUp(final int start) {
    int index = start;
    final Timer timer = heap[index];
    while (index > 0) {
      final int parent = (index - 1) >>> 1;
      if (heap[parent].armedNs <= timer.armedNs) {
        break;
      }
      heap[index] = heap[parent];
      heap[index].heapIndex = index;
      index = parent;
    }
    heap[index] = timer;
    timer.heapIndex = index;
  }

  private void siftDown(final int start) {
    int index = start;
    final Timer timer = heap[index];
    while (2 * index + 1 < size) {
      int child = 2 * index + 1;
      if (child + 1 < size && heap[child + 1].armedNs < heap[child].armedNs) {
        child++;
      }
      if (timer.armedNs <= heap[child].armedNs) {
        break;
      }
      heap[index] = heap[child];
      heap[index].heapIndex = index;
      index = child;
    }
    heap[index] = timer;
    timer.heapIndex = index;
  }
}
