package org.braidwire.io.port;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.braidwire.io.port.PortCounters.Kind;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** {@link PortCounters} read by another thread: late perhaps, but never back, and never half. */
@JCStressTest
@Outcome(
    id = {"0, 0", "0, 4294967296", "4294967296, 4294967296"},
    expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class PortCountersStress {
  private final PortCounters counters = new PortCounters();

  @Actor
  public void nic() {
    counters.add(Kind.RX_BYTES, 1L << 32);
  }

  @Actor
  public void engine(final JJ_Result r) {
    r.r1 = counters.get(Kind.RX_BYTES);
    r.r2 = counters.get(Kind.RX_BYTES);
  }
}
