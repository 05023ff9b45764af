package org.braidwire.io.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;
import org.openjdk.jcstress.infra.results.ZJJ_Result;

/** {@link LongRing}: nothing is lost, doubled or overtaken. */
final class LongRingStress {
  private LongRingStress() {}

  /** Two values, two looks meanwhile, two afterwards: 1 and 2 in this order, wherever they are seen. */
  @JCStressTest
  @Outcome(id = "0, 0, 1, 2", expect = ACCEPTABLE)
  @Outcome(id = "0, 1, 2, 0", expect = ACCEPTABLE)
  @Outcome(id = "1, 0, 2, 0", expect = ACCEPTABLE)
  @Outcome(id = "1, 2, 0, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Order {
    private final LongRing ring = new LongRing(2);

    @Actor
    public void producer() {
      ring.offer(1);
      ring.offer(2);
    }

    @Actor
    public void consumer(final JJJJ_Result r) {
      r.r1 = ring.poll();
      r.r2 = ring.poll();
    }

    @Arbiter
    public void rest(final JJJJ_Result r) {
      r.r3 = ring.poll();
      r.r4 = ring.poll();
    }
  }

  /** A second value finds room only where the first was taken. */
  @JCStressTest
  @Outcome(id = "false, 0, 1", expect = ACCEPTABLE)
  @Outcome(id = "false, 1, 0", expect = ACCEPTABLE)
  @Outcome(id = "true, 1, 2", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Full {
    private final LongRing ring = new LongRing(1);

    @Actor
    public void producer(final ZJJ_Result r) {
      ring.offer(1);
      r.r1 = ring.offer(2);
    }

    @Actor
    public void consumer(final ZJJ_Result r) {
      r.r2 = ring.poll();
    }

    @Arbiter
    public void rest(final ZJJ_Result r) {
      r.r3 = ring.poll();
    }
  }
}
