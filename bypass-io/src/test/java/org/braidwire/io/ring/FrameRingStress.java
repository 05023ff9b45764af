package org.braidwire.io.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** {@link FrameRing}: frames arrive whole, once and in order, and room that is told is there. */
final class FrameRingStress {
  private static final int TORN = -1;

  private FrameRingStress() {}

  private static boolean offer(final FrameRing ring, final int value) {
    return ring.offer(value, value, value, value, value);
  }

  /** The oldest frame's number, 0 for none, or {@link #TORN} if its parts belong to different frames. */
  private static int take(final FrameRing ring) {
    final int value = (int) ring.peek();
    if (value == FrameRing.EMPTY) {
      return 0;
    }
    final boolean whole = ring.headerBytes() == value
        && ring.payloadAddress() == value
        && ring.payloadBytes() == value
        && ring.offload() == value;
    ring.take();
    return whole ? value : TORN;
  }

  /** Two frames, two looks meanwhile, two afterwards. */
  @JCStressTest
  @Outcome(id = "0, 0, 1, 2", expect = ACCEPTABLE)
  @Outcome(id = "0, 1, 2, 0", expect = ACCEPTABLE)
  @Outcome(id = "1, 0, 2, 0", expect = ACCEPTABLE)
  @Outcome(id = "1, 2, 0, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Order {
    private final FrameRing ring = new FrameRing(2);

    @Actor
    public void producer() {
      offer(ring, 1);
      offer(ring, 2);
    }

    @Actor
    public void consumer(final IIII_Result r) {
      r.r1 = take(ring);
      r.r2 = take(ring);
    }

    @Arbiter
    public void rest(final IIII_Result r) {
      r.r3 = take(ring);
      r.r4 = take(ring);
    }
  }

  /** One slot used twice: the second frame's parts never show behind the first one's flag. */
  @JCStressTest
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "too early")
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the second was refused")
  @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the second was refused")
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE)
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE)
  @Outcome(id = "1, 2, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Reuse {
    private final FrameRing ring = new FrameRing(1);

    @Actor
    public void producer() {
      offer(ring, 1);
      offer(ring, 2);
    }

    @Actor
    public void consumer(final III_Result r) {
      r.r1 = take(ring);
      r.r2 = take(ring);
    }

    @Arbiter
    public void rest(final III_Result r) {
      r.r3 = take(ring);
    }
  }

  /** What {@link FrameRing#room} says is taken without a refusal while the consumer goes on. */
  @JCStressTest
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "nothing taken yet")
  @Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "one taken")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "taken after the look")
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Room {
    private final FrameRing ring = new FrameRing(2);

    public Room() {
      offer(ring, 7);
    }

    @Actor
    public void producer(final III_Result r) {
      r.r1 = ring.room(2);
      for (int i = 1; i <= r.r1; i++) {
        r.r2 += offer(ring, i) ? 1 : 0;
      }
    }

    @Actor
    public void consumer() {
      take(ring);
    }

    @Arbiter
    public void rest(final III_Result r) {
      while (take(ring) != 0) {
        r.r3++;
      }
    }
  }
}
