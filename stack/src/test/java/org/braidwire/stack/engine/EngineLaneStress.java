package org.braidwire.stack.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.ring.FrameRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** {@link EngineLane}: a frame arrives whole, and every frame is the receiver's again when it has closed the lane. */
@JCStressTest
@Outcome(
    id = {"0, 0, 0", "7, 0, 0"},
    expect = ACCEPTABLE,
    desc = "not yet, or whole")
@Outcome(expect = FORBIDDEN)
@State
public class EngineLaneStress {
  private static final int BYTES = 16;

  /** More than there are states alive at once. */
  private static final int PLACES = 1 << 18;

  private static final Region SENT = Region.allocate(BYTES, Long.BYTES);
  private static final Region RECEIVED = Region.allocate((long) PLACES * BYTES, Long.BYTES);
  private static final AtomicInteger NEXT_PLACE = new AtomicInteger();

  static {
    Memory.putLong(SENT.address() + 8, 7);
  }

  private final OneFrame memory = new OneFrame();
  private final EngineLane lane = new EngineLane();

  public EngineLaneStress() {
    lane.open(memory);
  }

  @Actor
  public void sender() {
    lane.send(EngineLane.FRAME, 0, SENT.address(), BYTES, 0);
  }

  @Actor
  public void receiver(final III_Result r) {
    final long frame = lane.peek();
    if (frame != FrameRing.EMPTY) {
      r.r1 = (int) Memory.getLong(frame + 8);
      lane.take();
      memory.release(frame);
    }
    lane.close();
    r.r2 = memory.leased;
  }

  @Arbiter
  public void afterwards(final III_Result r) {
    r.r3 = lane.peek() == FrameRing.EMPTY ? 0 : 1;
  }

  /** One frame, and a count of how often it is out. The receiver's thread only. */
  private static final class OneFrame implements PortMemory {
    private final long frame = RECEIVED.address() + (long) (NEXT_PLACE.getAndIncrement() & PLACES - 1) * BYTES;
    private int leased;

    OneFrame() {
      Memory.putLong(frame + 8, 0);
    }

    @Override
    public long leaseFrame() {
      if (leased > 0) {
        return FramePool.NONE;
      }
      leased++;
      return frame;
    }

    @Override
    public int frameBytes() {
      return BYTES;
    }

    @Override
    public long leaseLargeFrame() {
      return FramePool.NONE;
    }

    @Override
    public int largeFrameBytes() {
      return BYTES;
    }

    @Override
    public void release(final long address) {
      leased--;
    }
  }
}
