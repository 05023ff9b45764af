package org.braidwire.benchmarks.engines;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.braidwire.benchmarks.ends.Deadline;

/**
 * A slice of time in which two cores work at once: they begin together, and each goes on turning its engine until
 * both have all that was sent, for one may forward what the other waits for. Each core's thread calls {@link #work}
 * once.
 */
final class CommonSlice {
  private static final int CORES = 2;

  /** Acknowledgements that are delayed come within it, so that a loop rests with nothing to be sent again. */
  private static final long SETTLING_NS = 20_000_000L;

  private final long rampNs;
  private final long measureNs;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger drained = new AtomicInteger();

  /** A core that failed keeps the other one from waiting for it. */
  private volatile boolean failed;

  /**
   * @param rampNs before counting begins
   * @param measureNs how long octets are counted
   */
  CommonSlice(final long rampNs, final long measureNs) {
    this.rampNs = rampNs;
    this.measureNs = measureNs;
  }

  /** Octets a second that the application of this core's engine received. */
  double work(final CoreLoop core) {
    boolean done = false;
    try {
      final double rate = measure(core);
      done = true;
      return rate;
    } finally {
      if (!done) {
        failed = true;
      }
    }
  }

  private double measure(final CoreLoop core) {
    meet("the other core", begun, core);
    send(core, rampNs);
    final long bytesBefore = core.receivedBytes();
    final long tookNs = send(core, measureNs);
    final long bytes = core.receivedBytes() - bytesBefore;
    turnUntilDrained(core);
    meet("the rest of what the other core sent", drained, core);
    final long settledNs = System.nanoTime() + SETTLING_NS;
    while (System.nanoTime() < settledNs) {
      core.turn();
    }
    return (double) bytes * TimeUnit.SECONDS.toNanos(1) / tookNs;
  }

  /** Sends as much as may be for about {@code forNs}; how long it really was. */
  private long send(final CoreLoop core, final long forNs) {
    final long startNs = System.nanoTime();
    long nowNs = startNs;
    while (nowNs - startNs < forNs && !failed) {
      core.write();
      core.turn();
      nowNs = System.nanoTime();
    }
    return nowNs - startNs;
  }

  private void turnUntilDrained(final CoreLoop core) {
    Deadline.await("the rest of what was sent", () -> {
      core.turn();
      return core.underWayBytes() == 0 || failed;
    });
  }

  private void meet(final String what, final AtomicInteger arrived, final CoreLoop core) {
    arrived.incrementAndGet();
    Deadline.await(what, () -> {
      core.turn();
      return arrived.get() == CORES || failed;
    });
  }
}
