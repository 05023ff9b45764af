package org.braidwire.io.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.ring.LongRing;

/**
 * What a network card has for receiving: a ring of empty frames that the owner posts and a ring of filled ones.
 * The owner's thread posts and takes; the peer's thread writes, as the card's DMA engine would.
 *
 * <p>Never more frames are out than the rings hold, so a filled frame always finds its slot.
 */
final class ReceiveQueue {
  /** A descriptor is the frame's address above its length. */
  private static final int LENGTH_BITS = 16;

  private static final long LENGTH_MASK = (1L << LENGTH_BITS) - 1;

  private static final VarHandle WRITING;
  private static final VarHandle NO_FRAME;
  private static final VarHandle TRUNCATED;

  static {
    try {
      final MethodHandles.Lookup lookup = MethodHandles.lookup();
      WRITING = lookup.findVarHandle(ReceiveQueue.class, "writing", boolean.class);
      NO_FRAME = lookup.findVarHandle(ReceiveQueue.class, "noFrame", long.class);
      TRUNCATED = lookup.findVarHandle(ReceiveQueue.class, "truncated", long.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LongRing fill;
  private final LongRing filled;

  private volatile boolean open;
  private volatile int pieceBytes;

  // Written by the peer's thread only.
  private volatile boolean writing;
  private volatile Thread writer;
  private volatile long noFrame;
  private volatile long truncated;

  // The owner's.
  private PortMemory memory;
  private int framesOut;

  ReceiveQueue(final int frames) {
    fill = new LongRing(frames);
    filled = new LongRing(frames);
  }

  /** Owner: begins to receive into frames of {@code owned}. */
  void open(final PortMemory owned) {
    memory = owned;
    pieceBytes = owned.frameBytes();
    post();
    open = true;
  }

  /** Owner: posts empty frames as far as the pool and the ring allow. */
  void post() {
    while (framesOut < fill.capacity()) {
      final long frame = memory.leaseFrame();
      if (frame == FramePool.NONE) {
        return;
      }
      framesOut++;
      final boolean posted = fill.offer(frame);
      assert posted : "more frames out than the ring holds";
    }
  }

  /** Owner: the oldest filled frame's descriptor, which leaves the queue's hands; {@link LongRing#EMPTY} if none. */
  long take() {
    final long descriptor = filled.poll();
    if (descriptor != LongRing.EMPTY) {
      framesOut--;
    }
    return descriptor;
  }

  static long address(final long descriptor) {
    return descriptor >>> LENGTH_BITS;
  }

  static int bytes(final long descriptor) {
    return (int) (descriptor & LENGTH_MASK);
  }

  /** Peer: writes one frame, or loses it for want of room. The first one of a burst announces the burst. */
  void write(final long header, final int headerBytes, final long payload, final int payloadBytes) {
    if (!writing) {
      writer = Thread.currentThread();
      // A volatile store, then a volatile load: either this thread sees the queue closed, or close() sees the
      // burst.
      WRITING.setVolatile(this, true);
    }
    if (open) {
      writeOpen(header, headerBytes, payload, payloadBytes);
    }
  }

  /** Peer: nothing more is written until the next {@link #write}. */
  void endBurst() {
    if (writing) {
      WRITING.setRelease(this, false);
    }
  }

  private void writeOpen(final long header, final int headerBytes, final long payload, final int payloadBytes) {
    if (headerBytes + payloadBytes > pieceBytes) {
      TRUNCATED.setRelease(this, (long) TRUNCATED.getOpaque(this) + 1);
      return;
    }
    final long frame = fill.poll();
    if (frame == LongRing.EMPTY) {
      NO_FRAME.setRelease(this, (long) NO_FRAME.getOpaque(this) + 1);
      return;
    }
    Memory.copy(header, frame, headerBytes);
    if (payloadBytes > 0) {
      Memory.copy(payload, frame + headerBytes, payloadBytes);
    }
    final boolean taken = filled.offer((frame << LENGTH_BITS) | (headerBytes + payloadBytes));
    assert taken : "more frames out than the ring holds";
  }

  /** Peer: how many frames the owner has posted; when nobody listens, as many as the ring holds. */
  int room() {
    return open ? fill.size() : fill.capacity();
  }

  int capacity() {
    return fill.capacity();
  }

  long noFrame() {
    return noFrame;
  }

  long truncated() {
    return truncated;
  }

  /** Owner: takes every frame back. Waits for a burst in progress, if it is not this thread's own. */
  void close() {
    open = false;
    while (writing && writer != Thread.currentThread()) {
      Thread.onSpinWait();
    }
    for (long frame = fill.poll(); frame != LongRing.EMPTY; frame = fill.poll()) {
      memory.release(frame);
      framesOut--;
    }
    for (long filledFrame = take(); filledFrame != LongRing.EMPTY; filledFrame = take()) {
      memory.release(address(filledFrame));
    }
    assert framesOut == 0 : framesOut + " frames lost in the wire";
  }
}
