package org.braidwire.io.xdp;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.braidwire.io.linux.XdpRingMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** {@link ProducerRing}, with another thread for the kernel: entries are shown together, and whole. */
@JCStressTest
@Outcome(id = "0, 0, 0, 0", expect = ACCEPTABLE, desc = "not yet")
@Outcome(id = "2, 1, 2, 12", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class ProducerRingStress {
  private final XdpRingMemory memory = PlainRing.of(2);
  private final ProducerRing ring = new ProducerRing(memory);
  private final ConsumerRing kernel = new ConsumerRing(memory);

  @Actor
  public void port() {
    ring.add(1, 1, 1);
    ring.add(2, 2, 2);
    ring.publish();
  }

  @Actor
  public void kernel(final IIII_Result r) {
    r.r1 = kernel.ready();
    if (r.r1 > 0) {
      r.r2 = (int) kernel.offset(0);
      r.r3 = (int) kernel.offset(1);
      r.r4 = kernel.bytes(0) * 10 + kernel.options(1);
    }
  }
}
