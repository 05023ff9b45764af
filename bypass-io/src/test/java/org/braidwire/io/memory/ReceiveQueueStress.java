package org.braidwire.io.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.ring.LongRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link ReceiveQueue}: frames arrive whole, and every one is back when the owner has closed. */
final class ReceiveQueueStress {
  private static final int FRAME_BYTES = 8;
  private static final int NUMBER = 0x0102_0304;

  /** More than there are states alive at once. */
  private static final int PLACES = 1 << 18;

  private static final Region SENT = Region.allocate(FRAME_BYTES, Long.BYTES);
  private static final Region RECEIVED = Region.allocate((long) PLACES * FRAME_BYTES, Long.BYTES);
  private static final AtomicInteger NEXT_PLACE = new AtomicInteger();

  static {
    Memory.putInt(SENT.address(), NUMBER);
    Memory.putInt(SENT.address() + 4, NUMBER);
  }

  private ReceiveQueueStress() {}

  /** One frame, and a count of how often it is out. The owner's thread only. */
  private static final class OneFrame implements PortMemory {
    private final long frame =
        RECEIVED.address() + (long) (NEXT_PLACE.getAndIncrement() & PLACES - 1) * FRAME_BYTES;
    private int leased;

    OneFrame() {
      Memory.putLong(frame, 0);
    }

    @Override
    public long leaseFrame() {
      return leased++ == 0 ? frame : noFrame();
    }

    private long noFrame() {
      leased--;
      return FramePool.NONE;
    }

    @Override
    public int frameBytes() {
      return FRAME_BYTES;
    }

    @Override
    public long leaseLargeFrame() {
      return FramePool.NONE;
    }

    @Override
    public int largeFrameBytes() {
      return 0;
    }

    @Override
    public void release(final long address) {
      leased--;
    }
  }

  /** What arrives is the whole frame. */
  @JCStressTest
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "not yet")
  @Outcome(id = NUMBER + ", " + NUMBER + ", 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Whole {
    private final ReceiveQueue queue = new ReceiveQueue(1);

    public Whole() {
      queue.open(new OneFrame());
    }

    @Actor
    public void peer() {
      queue.write(SENT.address(), 4, SENT.address() + 4, 4);
      queue.endBurst();
    }

    @Actor
    public void owner(final III_Result r) {
      final long descriptor = queue.take();
      if (descriptor != LongRing.EMPTY) {
        r.r1 = Memory.getInt(ReceiveQueue.address(descriptor));
        r.r2 = Memory.getInt(ReceiveQueue.address(descriptor) + 4);
      }
    }

    @Arbiter
    public void rest(final III_Result r) {
      r.r3 = queue.take() == LongRing.EMPTY ? 0 : 1;
    }
  }

  /** The owner closes while the peer writes: no frame is left out, none comes back twice. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Close {
    private final OneFrame memory = new OneFrame();
    private final ReceiveQueue queue = new ReceiveQueue(1);

    public Close() {
      queue.open(memory);
    }

    @Actor
    public void peer() {
      queue.write(SENT.address(), 4, SENT.address() + 4, 4);
      queue.endBurst();
    }

    @Actor
    public void owner(final II_Result r) {
      queue.close();
      r.r1 = memory.leased;
    }

    @Arbiter
    public void rest(final II_Result r) {
      r.r2 = queue.take() == LongRing.EMPTY ? 0 : 1;
    }
  }
}
