package org.braidwire.io.idle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.braidwire.io.ring.LongRing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** {@link SleepState}: an owner that sleeps with something put down for it has been rung, once. */
final class SleepStateStress {
  private SleepStateStress() {}

  /** One puts something down and rings; the owner announces its sleep and looks. */
  @JCStressTest
  @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "found, not rung")
  @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "found and rung")
  @Outcome(id = "0, true", expect = ACCEPTABLE, desc = "not found, but rung")
  @Outcome(id = "0, false", expect = FORBIDDEN, desc = "asleep for ever")
  @Outcome(expect = FORBIDDEN)
  @State
  public static class LostRing {
    private final LongRing ring = new LongRing(1);
    private final SleepState state = new SleepState();

    @Actor
    public void other(final JZ_Result r) {
      ring.offer(1);
      r.r2 = state.ring();
    }

    @Actor
    public void owner(final JZ_Result r) {
      state.announce();
      r.r1 = ring.poll();
    }
  }

  /** Two ring a sleeper that wakes meanwhile: at most one signals, and the owner knows whether one did. */
  @JCStressTest
  @Outcome(id = "false, false, false", expect = ACCEPTABLE)
  @Outcome(id = "true, false, true", expect = ACCEPTABLE)
  @Outcome(id = "false, true, true", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class OneSignal {
    private final SleepState state = new SleepState();
    private boolean signalled;

    public OneSignal() {
      state.announce();
    }

    @Actor
    public void one(final ZZZ_Result r) {
      r.r1 = state.ring();
    }

    @Actor
    public void other(final ZZZ_Result r) {
      r.r2 = state.ring();
    }

    @Actor
    public void owner() {
      signalled = state.wake();
    }

    @Arbiter
    public void told(final ZZZ_Result r) {
      r.r3 = signalled;
    }
  }
}
