package org.braidwire.gateway.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.braidwire.gateway.relay.RelayEnd.Why;

/**
 * Carries octets between two legs until both directions have ended. Each direction has a thread that reads, writes and
 * waits, so a side that takes nothing holds up nobody but the side that sends to it. An end is passed on as an end and a
 * failure as a reset; what one side sent before either is carried first where the other still takes it.
 *
 * <p>{@link #run} belongs to one thread; {@link #endIfOverdue} and {@link #stop} may be called by any.
 */
public final class Relay {
  private record Cause(Why why, String detail) {}

  private final Leg client;
  private final Leg target;
  private final RelayLimits limits;
  private final LongSupplier nanoTime;
  private final Direction up;
  private final Direction down;
  private final AtomicReference<Cause> cause = new AtomicReference<>();
  private volatile long lastMovedNs;

  /**
   * Joins two legs; from now on both are this relay's to end.
   *
   * @param nanoTime the machine's monotonic clock
   */
  public Relay(final Leg client, final Leg target, final RelayLimits limits, final LongSupplier nanoTime) {
    this.client = client;
    this.target = target;
    this.limits = limits;
    this.nanoTime = nanoTime;
    up = new Direction(client, target, Why.CLIENT_FAILED, Why.TARGET_FAILED);
    down = new Direction(target, client, Why.TARGET_FAILED, Why.CLIENT_FAILED);
    lastMovedNs = nanoTime.getAsLong();
  }

  /**
   * Carries; the calling thread up, another virtual thread down.
   *
   * @param early what the client has sent already, which the target gets first
   */
  public RelayEnd run(final ByteBuffer early) {
    final Thread other = Thread.startVirtualThread(() -> down.carry(ByteBuffer.allocate(0)));
    up.carry(early);
    joinUninterruptibly(other);
    client.close();
    target.close();
    final Cause why = cause.get();
    return why == null
        ? new RelayEnd(Why.FINISHED, "", up.bytes, down.bytes)
        : new RelayEnd(why.why, why.detail, up.bytes, down.bytes);
  }

  /** Ends it where nothing has come for too long. */
  void endIfOverdue() {
    final boolean halfOpen = isHalfOpen();
    final long patienceNs = (halfOpen ? limits.halfOpen() : limits.idle()).toNanos();
    if (nanoTime.getAsLong() - lastMovedNs > patienceNs) {
      end(new Cause(halfOpen ? Why.HALF_OPEN : Why.IDLE, ""));
    }
  }

  /** Whether one side has finished. */
  boolean isHalfOpen() {
    return up.ended || down.ended;
  }

  /** When an octet or an end last came. */
  long restsSinceNs() {
    return lastMovedNs;
  }

  /** Ends it at once. */
  void stop() {
    end(new Cause(Why.STOPPED, ""));
  }

  private void end(final Cause why) {
    if (cause.compareAndSet(null, why)) {
      client.abort();
      target.abort();
    }
  }

  /** An interrupt of the carrying thread means that it is to stop; how it ended is still told. */
  private void joinUninterruptibly(final Thread other) {
    boolean interrupted = false;
    while (true) {
      try {
        other.join();
        break;
      } catch (final InterruptedException stopping) {
        interrupted = true;
        stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of the two ways, on a thread of its own. */
  private final class Direction {
    private final Leg from;
    private final Leg to;
    private final Why fromFailed;
    private final Why toFailed;
    private long bytes; // its thread's until that has ended
    private volatile boolean ended;

    Direction(final Leg from, final Leg to, final Why fromFailed, final Why toFailed) {
      this.from = from;
      this.to = to;
      this.fromFailed = fromFailed;
      this.toFailed = toFailed;
    }

    void carry(final ByteBuffer early) {
      final ByteBuffer buffer = ByteBuffer.allocateDirect(limits.bufferBytes());
      if (write(early)) {
        while (read(buffer) && write(buffer.flip())) {
          buffer.clear();
        }
      }
      ended = true;
    }

    /** False at the end, which is passed on, and after a failure. */
    private boolean read(final ByteBuffer buffer) {
      try {
        if (from.read(buffer) != Leg.END) {
          lastMovedNs = nanoTime.getAsLong();
          return true;
        }
      } catch (final IOException failure) {
        end(new Cause(fromFailed, String.valueOf(failure.getMessage())));
        return false;
      }
      try {
        lastMovedNs = nanoTime.getAsLong();
        to.finish();
      } catch (final IOException failure) {
        end(new Cause(toFailed, String.valueOf(failure.getMessage())));
      }
      return false;
    }

    private boolean write(final ByteBuffer buffer) {
      try {
        final int count = buffer.remaining();
        to.write(buffer);
        bytes += count;
        lastMovedNs = nanoTime.getAsLong();
        return true;
      } catch (final IOException failure) {
        end(new Cause(toFailed, String.valueOf(failure.getMessage())));
        return false;
      }
    }
  }
}
