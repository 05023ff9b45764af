package org.braidwire.stack.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.io.frame.ExchangeMemory;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.ring.FrameRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * {@link EngineLane}: a frame arrives whole, and when the receiver has closed the lane each side has as many frames as
 * before.
 */
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

  private static final Region FRAMES = Region.allocate(2L * PLACES * BYTES, Long.BYTES);
  private static final AtomicInteger NEXT_PLACE = new AtomicInteger();

  private final OneFrame sending = new OneFrame();
  private final OneFrame receiving = new OneFrame();
  private final ForwardBurst burst = new ForwardBurst(sending);
  private final EngineLane lane = new EngineLane();

  public EngineLaneStress() {
    lane.open(receiving);
  }

  @Actor
  public void sender() {
    final long frame = sending.leaseFrame();
    Memory.putLong(frame + 8, 7);
    burst.add(0, frame, BYTES, 0);
    sending.release(frame);
    lane.send(burst);
  }

  @Actor
  public void receiver(final III_Result r) {
    final long frame = lane.peek();
    if (frame != FrameRing.EMPTY) {
      lane.take();
      r.r1 = (int) Memory.getLong(frame + 8);
      receiving.release(frame);
    }
    lane.close();
    r.r2 = receiving.references;
  }

  @Arbiter
  public void afterwards(final III_Result r) {
    r.r3 = lane.peek() == FrameRing.EMPTY ? sending.references : -1;
  }

  /** One frame, whichever it is, and a count of the references to it. The thread of its side only. */
  private static final class OneFrame implements ExchangeMemory {
    private final long frame = FRAMES.address() + (long) (NEXT_PLACE.getAndIncrement() & 2 * PLACES - 1) * BYTES;
    private int references;

    OneFrame() {
      Memory.putLong(frame + 8, 0);
    }

    @Override
    public long leaseFrame() {
      if (references > 0) {
        return FramePool.NONE;
      }
      references++;
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
    public void retain(final long address) {
      references++;
    }

    @Override
    public void release(final long address) {
      references--;
    }

    @Override
    public void handOver(final long address) {
      // what comes in return is counted in its place
    }

    @Override
    public void takeOver(final long address) {
      // counted since the other one was leased
    }

    @Override
    public boolean isLarge(final long address) {
      return false;
    }
  }
}
