package org.braidwire.stack.api;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** {@link Waiter}: a signal after the change is never lost, whenever it comes. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN, desc = "slept through the signal until the deadline")
@State
public class WaiterStress {
  private static final long PATIENCE_NS = 5_000_000_000L;

  private final Waiter waiter = new Waiter();
  private volatile boolean happened;

  @Actor
  public void engine() {
    happened = true;
    waiter.signal();
  }

  @Actor
  public void application(final Z_Result r) {
    final long deadlineNs = Waiter.after(PATIENCE_NS);
    r.r1 = waiter.await(() -> happened, deadlineNs) && Waiter.after(0) < deadlineNs;
  }
}
