package org.braidwire.stack.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.braidwire.io.frame.ExchangeMemory;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.ring.FrameRing;
import org.braidwire.io.ring.LongRing;

/**
 * The way from one engine to another: frames for it that the device gave to the wrong one. The receiver posts empty
 * frames, and the sender takes one of these for each full one that it gives (ADR 0016), so that no payload is touched on
 * the way, both have as many frames as ever, and one that stands still costs the other nothing.
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
  private ExchangeMemory memory;
  private int framesOut;
  private int largeFramesOut;

  // ---- sender ------------------------------------------------------------------------------------------------

  /** Sender: gives a burst to the other engine, and empties it; how many frames were lost, for want of an empty one. */
  int send(final ForwardBurst burst) {
    begin();
    int lost = 0;
    for (int i = 0; i < burst.size(); i++) {
      final long frame = burst.frame(i);
      if (!open || !exchange(burst.memory(), frame, burst.bytes(i), burst.link(i), burst.offload(i))) {
        burst.memory().release(frame);
        lost++;
      }
    }
    end();
    burst.clear();
    return lost;
  }

  private boolean exchange(
      final ExchangeMemory sender, final long frame, final int bytes, final int link, final long offload) {
    final long empty = emptyFrame(bytes);
    if (empty == FramePool.NONE) {
      return false;
    }
    if (bytes <= frameBytes && sender.isLarge(frame)) { // which are few: a small frame does
      Memory.copy(frame, empty, bytes);
      sender.release(frame);
      fill(FRAME, link, empty, bytes, offload);
      return true;
    }
    sender.handOver(frame);
    sender.takeOver(empty);
    sender.release(empty);
    fill(FRAME, link, frame, bytes, offload);
    return true;
  }

  /**
   * Sender: copies {@code bytes} octets at {@code address}, a few, to the other engine at once; false when that has no
   * frame for them.
   *
   * @param kind {@link #FRAME} or {@link #NOTICE}
   * @param link index of the link that they came by
   */
  boolean sendCopy(final int kind, final int link, final long address, final int bytes, final long offload) {
    begin();
    final long empty = open ? emptyFrame(bytes) : FramePool.NONE;
    if (empty != FramePool.NONE) {
      Memory.copy(address, empty, bytes);
      fill(kind, link, empty, bytes, offload);
    }
    end();
    return empty != FramePool.NONE;
  }

  /** A volatile store, before a volatile load: either this thread sees the lane closed, or close() sees it sending. */
  private void begin() {
    SENDING.setVolatile(this, true);
  }

  private void end() {
    SENDING.setRelease(this, false);
  }

  private long emptyFrame(final int bytes) {
    if (bytes <= frameBytes) {
      return frames.poll(); // an empty ring and no frame are both 0
    }
    return bytes <= largeFrameBytes ? largeFrames.poll() : FramePool.NONE;
  }

  private void fill(final int kind, final int link, final long frame, final int bytes, final long offload) {
    final boolean taken = filled.offer(frame, bytes, (long) link << KIND_BITS | kind, 0, offload);
    assert taken : "more frames out than the ring holds";
  }

  // ---- receiver ----------------------------------------------------------------------------------------------

  /** Receiver: begins to receive into frames of {@code owned}. */
  void open(final ExchangeMemory owned) {
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

  private boolean give(final LongRing ring, final long frame) {
    if (frame == FramePool.NONE) {
      return false;
    }
    memory.handOver(frame);
    final boolean posted = ring.offer(frame);
    assert posted : "more frames out than the ring holds";
    return posted;
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
    memory.takeOver(filled.peek());
    filled.take();
  }

  /** Receiver: takes every frame back. Waits for a burst in progress, in which nobody else is called. */
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
      memory.takeOver(frame);
      memory.release(frame);
      taken++;
    }
    return taken;
  }
}
