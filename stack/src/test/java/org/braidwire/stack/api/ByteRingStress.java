package org.braidwire.stack.api;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/** {@link ByteRing}: octets arrive in order and never before they are written; the end comes after the last one. */
final class ByteRingStress {
  private static final byte[] FIRST = {1, 2};
  private static final byte[] SECOND = {3, 4};

  private ByteRingStress() {}

  /** What was read, as decimal digits. */
  private static int read(final ByteRing ring, final int most) {
    final byte[] octets = new byte[most];
    final int count = ring.read(octets, 0, most);
    int digits = 0;
    for (int i = 0; i < count; i++) {
      digits = 10 * digits + octets[i];
    }
    return digits;
  }

  /** Four octets through a ring of two, refused where there is no room. */
  @JCStressTest
  @Outcome(id = "2, 0, 12", expect = ACCEPTABLE, desc = "too early")
  @Outcome(id = "2, 12, 0", expect = ACCEPTABLE, desc = "too late for the second")
  @Outcome(id = "4, 12, 34", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Reuse {
    private final ByteRing ring = new ByteRing(2);

    @Actor
    public void producer(final III_Result r) {
      r.r1 = ring.write(FIRST, 0, 2);
      r.r1 += ring.write(SECOND, 0, 2);
    }

    @Actor
    public void consumer(final III_Result r) {
      r.r2 = read(ring, 2);
    }

    @Arbiter
    public void rest(final III_Result r) {
      r.r3 = read(ring, 2);
    }
  }

  /** A ring that is drained has given every octet. */
  @JCStressTest
  @Outcome(id = "0, 12, false", expect = ACCEPTABLE)
  @Outcome(id = "12, 0, false", expect = ACCEPTABLE)
  @Outcome(id = "12, 0, true", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class Finish {
    private final ByteRing ring = new ByteRing(2);

    @Actor
    public void producer() {
      ring.write(FIRST, 0, 2);
      ring.finish();
    }

    @Actor
    public void consumer(final IIZ_Result r) {
      r.r1 = read(ring, 2);
      r.r3 = ring.isDrained();
    }

    @Arbiter
    public void rest(final IIZ_Result r) {
      r.r2 = read(ring, 2);
    }
  }
}
