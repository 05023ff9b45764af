package org.braidwire.stack.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.ring.FrameRing;
import org.braidwire.io.ring.LongRing;

/**
 * The way from one engine to another: frames for it that the device gave to the wrong one. The receiver posts empty
 * frames of its own memory, the sender copies into them (ADR 0016), so neither ever holds the other's memory and one
 * that stands still costs the other nothing but these frames.
 *
 * <p>Never more frames are out than posted, so a filled one always finds its slot. A lane without an empty frame is a
 * full device: the frame is lost.
 */
final class EngineLane {
  /** A frame that arrived by a link. */
  static final int FRAME = 0;

  /** A notice that a tuple is no longer the sender's concern. */
  static final int NOTICE = 1;

  /** Frames posted, or on their way. */
  static final int FRAMES = 256;

  /** The same for super-segments. */
  static final int LARGE_FRAMES = 16;

  private static final int RING_FRAMES = 2 * FRAMES;
  private static final int KIND_BITS = 8;
  private static final VarHandle SENDING;

  static {
    try {
      SENDING = MethodHandles.lookup().findVarHandle(EngineLane.class, "sending", boolean.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LongRing frames = new LongRing(FRAMES);
  private final LongRing largeFrames = new LongRing(LARGE_FRAMES);
  private final FrameRing filled = new FrameRing(RING_FRAMES);

  private volatile boolean open;
  private volatile int frameBytes;
  private volatile int largeFrameBytes;

  /** Written by the sender only. */
  private volatile boolean sending;

  // The receiver's.
  private PortMemory memory;
  private int framesOut;
  private int largeFramesOut;

  // ---- sender ------------------------------------------------------------------------------------------------

  /**
   * Sender: copies {@code bytes} octets at {@code address} to the other engine; false when that has no frame for it.
   *
   * @param kind {@link #FRAME} or {@link #NOTICE}
   * @param link index of the link that it came by
   */
  boolean send(final int kind, final int link, final long address, final int bytes, final long offload) {
    // A volatile store, then a volatile load: either this thread sees the lane closed, or close() sees it sending.
    SENDING.setVolatile(this, true);
    final boolean sent = open && copy(kind, link, address, bytes, offload);
    SENDING.setRelease(this, false);
    return sent;
  }

  private boolean copy(final int kind, final int link, final long address, final int bytes, final long offload) {
    if (bytes > largeFrameBytes) {
      return false;
    }
    final long frame = bytes <= frameBytes ? frames.poll() : largeFrames.poll();
    if (frame == LongRing.EMPTY) {
      return false;
    }
    Memory.copy(address, frame, bytes);
    final boolean taken = filled.offer(frame, bytes, (long) link << KIND_BITS | kind, 0, offload);
    assert taken : "more frames out than the ring holds";
    return true;
  }

  // ---- receiver ----------------------------------------------------------------------------------------------

  /** Receiver: begins to receive into frames of {@code owned}. */
  void open(final PortMemory owned) {
    memory = owned;
    frameBytes = owned.frameBytes();
    largeFrameBytes = owned.largeFrameBytes();
    post();
    open = true;
  }

  /** Receiver: posts empty frames as far as its pools allow. */
  void post() {
    while (framesOut < FRAMES && give(frames, memory.leaseFrame())) {
      framesOut++;
    }
    while (largeFramesOut < LARGE_FRAMES && give(largeFrames, memory.leaseLargeFrame())) {
      largeFramesOut++;
    }
  }

  private static boolean give(final LongRing ring, final long frame) {
    return frame != FramePool.NONE && ring.offer(frame);
  }

  /** Receiver: the oldest frame, or {@link FrameRing#EMPTY}; what the others tell is of this one. */
  long peek() {
    return filled.peek();
  }

  int bytes() {
    return filled.headerBytes();
  }

  int kind() {
    return (int) filled.payloadAddress() & (1 << KIND_BITS) - 1;
  }

  int link() {
    return (int) (filled.payloadAddress() >>> KIND_BITS);
  }

  long offload() {
    return filled.offload();
  }

  /** Receiver: the frame that {@link #peek} showed is its own from now on. */
  void take() {
    if (bytes() <= frameBytes) {
      framesOut--;
    } else {
      largeFramesOut--;
    }
    filled.take();
  }

  /** Receiver: takes every frame back. Waits for a copy in progress, which is one of a frame. */
  void close() {
    open = false;
    while (sending) {
      Thread.onSpinWait();
    }
    for (long frame = peek(); frame != FrameRing.EMPTY; frame = peek()) {
      take();
      memory.release(frame);
    }
    framesOut -= takeBack(frames);
    largeFramesOut -= takeBack(largeFrames);
    assert framesOut == 0 && largeFramesOut == 0 : framesOut + largeFramesOut + " frames lost between engines";
  }

  private int takeBack(final LongRing ring) {
    int taken = 0;
    for (long frame = ring.poll(); frame != LongRing.EMPTY; frame = ring.poll()) {
      memory.release(frame);
      taken++;
    }
    return taken;
  }
}
