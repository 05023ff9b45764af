package org.braidwire.io.xdp;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.braidwire.io.linux.XdpRingMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * {@link ConsumerRing}, with another thread for the kernel, which writes anew wherever it may: an entry is read as it was
 * until it is given back.
 */
@JCStressTest
@Outcome(id = "7, 7, 0, 0", expect = ACCEPTABLE, desc = "not given back yet when the kernel looked")
@Outcome(id = "7, 7, 1, 8", expect = ACCEPTABLE)
@Outcome(expect = FORBIDDEN)
@State
public class ConsumerRingStress {
  /** A single look would mostly come before the entry is given back, and miss the moment. */
  private static final int LOOKS = 50;

  private final XdpRingMemory memory = PlainRing.of(1);
  private final ConsumerRing ring = new ConsumerRing(memory);
  private final ProducerRing kernel = new ProducerRing(memory);

  public ConsumerRingStress() {
    kernel.add(7, 7, 0);
    kernel.publish();
  }

  @Actor
  public void port(final IIII_Result r) {
    r.r1 = (int) ring.offset(0);
    r.r2 = ring.bytes(0);
    ring.advance(1);
    ring.release();
  }

  @Actor
  public void kernel() {
    for (int look = 0; look < LOOKS; look++) {
      if (kernel.waiting() == 0) {
        kernel.add(8, 8, 0);
        kernel.publish();
        return;
      }
    }
  }

  @Arbiter
  public void rest(final IIII_Result r) {
    r.r3 = ring.ready();
    r.r4 = r.r3 == 0 ? 0 : (int) ring.offset(0);
  }
}
