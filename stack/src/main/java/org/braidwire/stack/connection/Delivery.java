package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.RxSlicePool;
import org.braidwire.stack.subflow.SliceQueue;

/**
 * Hands in-order octets to the application, in the frame they arrived in, and keeps what it does not consume.
 * Consumed slices go back to the pool and open the window, unless the application retains them. Engine thread.
 */
final class Delivery {
  private final RxSlicePool pool;
  private final ReceiveWindow window;
  private final Counters counters;
  private final ApplicationEvents application;
  private final SliceQueue waiting;
  private final Retention retention;
  private boolean begun;
  private boolean finReached;
  private boolean finTold;
  private boolean stopped;
  private Exception failure;
  private boolean resumeRequested;

  /** What the callback that runs was given; {@code null} outside one. */
  private RxSlice offered;

  private long retained;
  private long consumedBytes;

  Delivery(
      final RxSlicePool pool,
      final PinnedFrames pins,
      final ReceiveWindow window,
      final int bufferBytes,
      final Counters counters,
      final ApplicationEvents application) {
    this.pool = pool;
    this.window = window;
    this.counters = counters;
    this.application = application;
    waiting = new SliceQueue(pool, pins);
    retention = new Retention(pool, pins, bufferBytes);
  }

  /** Takes the next octets of the stream. */
  void accept(final RxSlice slice) {
    if (stopped) {
      window.onConsumed(slice.bytes());
      pool.recycle(slice);
    } else if (begun && waiting.isEmpty() && offered == null) {
      final int consumed = offer(slice);
      if (consumed == slice.bytes()) {
        pool.recycle(slice);
      } else {
        if (consumed > 0) {
          slice.trimFront(consumed);
        }
        waiting.append(slice);
      }
    } else {
      waiting.append(slice);
    }
  }

  private int offer(final RxSlice slice) {
    offered = slice;
    retained = Retention.NONE;
    int consumed = 0;
    try {
      consumed = application.onData(slice.address(), slice.bytes());
      if (consumed < 0 || consumed > slice.bytes()) {
        throw new IllegalStateException("onData consumed " + consumed + " of " + slice.bytes() + " octets");
      }
    } catch (final Exception thrown) {
      fail(thrown);
      consumed = slice.bytes();
    }
    offered = null;
    consumedBytes += consumed;
    if (retained == Retention.NONE) {
      window.onConsumed(consumed);
    } else {
      retention.trim(retained, consumed); // these open the window when they are released
    }
    return consumed;
  }

  /** Retains what the callback that runs was given; a handle, or {@link Retention#NONE} at the bound. */
  long retain() {
    if (offered == null) {
      throw new IllegalStateException("octets can be retained only while onData is called with them");
    }
    if (retained == Retention.NONE) {
      retained = retention.retain(offered);
    }
    return retained;
  }

  /** The application needs what it retained no longer. */
  void release(final long handle) {
    if (handle == retained && offered != null) {
      retained = Retention.NONE;
      retention.release(handle);
    } else {
      window.onConsumed(retention.release(handle));
    }
  }

  /** Whatever is still retained goes back. */
  void releaseRetained() {
    retention.clear();
  }

  /** The application knows that the connection is open; what came with the end of the handshake has waited for it. */
  void begin() {
    begun = true;
    resumeRequested = true;
  }

  /** The application wants what it left; done when the cycle ends, not inside its call. */
  void requestResume() {
    resumeRequested = true;
  }

  /** Offers again what waits, as long as the application takes it all. */
  void resume() {
    boolean all = resumeRequested;
    resumeRequested = false; // a request made meanwhile has its turn in the next round
    while (all && !stopped && !waiting.isEmpty()) {
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

  /** The handler threw; nothing more is offered to it. */
  void fail(final Exception thrown) {
    counters.increment(Counter.HANDLER_FAILURES);
    stopped = true;
    if (failure == null) {
      failure = thrown;
    }
  }

  /** The application has ended the connection: whatever arrives until the end of the cycle is discarded. */
  void stop() {
    stopped = true;
  }

  /** What the handler threw, so that the connection is to be aborted; else {@code null}. */
  Exception failure() {
    return failure;
  }

  long consumedBytes() {
    return consumedBytes;
  }

  /** Whether what arrives has to wait for the application. */
  boolean isPaused() {
    return !waiting.isEmpty();
  }

  /** Octets that wait for the application. */
  long waitingBytes() {
    return waiting.bytes();
  }

  void clear() {
    waiting.clear();
    retention.clear();
  }
}
