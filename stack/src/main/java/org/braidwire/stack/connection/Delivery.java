package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.RxSlicePool;
import org.braidwire.stack.subflow.SliceQueue;

/**
 * Hands in-order octets to the application, in the frame they arrived in, and keeps what it does not consume.
 * Consumed slices go back to the pool and open the window. Engine thread.
 */
final class Delivery {
  private final RxSlicePool pool;
  private final ReceiveWindow window;
  private final Counters counters;
  private final ApplicationEvents application;
  private final SliceQueue waiting;
  private boolean finReached;
  private boolean finTold;
  private boolean delivering;
  private boolean failed;
  private boolean resumeRequested;
  private long consumedBytes;

  Delivery(
      final RxSlicePool pool,
      final ReceiveWindow window,
      final Counters counters,
      final ApplicationEvents application) {
    this.pool = pool;
    this.window = window;
    this.counters = counters;
    this.application = application;
    waiting = new SliceQueue(pool);
  }

  /** Takes the next octets of the stream. */
  void accept(final RxSlice slice) {
    if (failed) {
      window.onConsumed(slice.bytes());
      pool.recycle(slice);
    } else if (waiting.isEmpty() && !delivering) {
      final int consumed = offer(slice);
      if (consumed == slice.bytes()) {
        pool.recycle(slice);
      } else {
        if (consumed > 0) {
          slice.trimFront(consumed);
        }
        keep(slice);
      }
    } else {
      keep(slice);
    }
  }

  private void keep(final RxSlice slice) {
    counters.add(Counter.RECEIVED_COPIED_BYTES, waiting.appendCompactly(slice));
  }

  private int offer(final RxSlice slice) {
    delivering = true;
    int consumed = 0;
    try {
      consumed = application.onData(slice.address(), slice.bytes());
      if (consumed < 0 || consumed > slice.bytes()) {
        throw new IllegalStateException("onData consumed " + consumed + " of " + slice.bytes() + " octets");
      }
    } catch (RuntimeException e) {
      counters.increment(Counter.HANDLER_FAILURES);
      failed = true;
      consumed = slice.bytes();
    }
    delivering = false;
    consumedBytes += consumed;
    window.onConsumed(consumed);
    return consumed;
  }

  /** The application wants what it left; done when the cycle ends, not inside its call. */
  void requestResume() {
    resumeRequested = true;
  }

  /** Offers again what waits, as long as the application takes it all. */
  void resume() {
    boolean all = resumeRequested;
    resumeRequested = false; // a request made meanwhile has its turn in the next round
    while (all && !failed && !waiting.isEmpty()) {
      final RxSlice slice = waiting.head();
      final int consumed = offer(slice);
      all = consumed == slice.bytes();
      if (all) {
        pool.recycle(waiting.pollUpTo(slice.position()));
      } else if (consumed > 0) {
        waiting.consumeHead(consumed);
      }
    }
  }

  /** The peer's last octet has been accepted. */
  void onFinReached() {
    finReached = true;
  }

  /** Whether the application is to be told now that the peer has finished; true once. */
  boolean pollPeerClosed() {
    if (finReached && !finTold && waiting.isEmpty()) {
      finTold = true;
      return true;
    }
    return false;
  }

  /** The handler threw outside {@link #accept}; nothing more is offered to it. */
  void fail() {
    failed = true;
  }

  /** Whether the handler threw; the connection is to be aborted. */
  boolean hasFailed() {
    return failed;
  }

  long consumedBytes() {
    return consumedBytes;
  }

  /** Octets that wait for the application. */
  long waitingBytes() {
    return waiting.bytes();
  }

  void clear() {
    waiting.clear();
  }
}
