package org.braidwire.benchmarks.setup;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.braidwire.benchmarks.report.BenchException;

/**
 * Keeps so many connections under way by one near end, each from its beginning to its end, and times their first
 * answers. Every wait has a bound. The near end's thread; nothing is allocated a connection here.
 */
final class Connector implements SetupEvents {
  private static final long LONGEST_NS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final SetupNear near;
  private final long patienceNs;
  private final long[] startNs;
  private final int[] free;
  private int freeCount;
  private Histogram firstByte;
  private long begun;
  private long ended;

  /**
   * @param outstanding connections under way at once
   * @param patienceNs how long nothing at all may happen
   */
  Connector(final SetupNear near, final int outstanding, final long patienceNs) {
    this.near = near;
    this.patienceNs = patienceNs;
    startNs = new long[outstanding];
    free = new int[outstanding];
    for (int slot = outstanding - 1; slot >= 0; slot--) {
      free[freeCount++] = slot;
    }
  }

  /** One connection alone: the hosts learn each other's Ethernet addresses, for which few frames may wait. */
  void first() {
    firstByte = new Histogram(1, LONGEST_NS, DIGITS);
    begin();
    drain();
  }

  /** Connects again and again for {@code forNs}, then sees the last ones to their end. */
  SetupRun run(final long forNs) {
    firstByte = new Histogram(1, LONGEST_NS, DIGITS);
    final long before = ended;
    final long fromNs = System.nanoTime();
    long nowNs = fromNs;
    long newsNs = fromNs;
    long seen = ended;
    while (nowNs - fromNs < forNs) {
      while (freeCount > 0) {
        begin();
      }
      near.turn(this);
      nowNs = System.nanoTime();
      if (ended != seen) {
        seen = ended;
        newsNs = nowNs;
      } else if (nowNs - newsNs > patienceNs) {
        throw stuck();
      }
    }
    final SetupRun run = new SetupRun(ended - before, nowNs - fromNs, firstByte, Map.of());
    drain();
    return run;
  }

  private void begin() {
    final int slot = free[--freeCount];
    startNs[slot] = System.nanoTime();
    near.begin(slot, begun++);
  }

  private void drain() {
    final long fromNs = System.nanoTime();
    while (freeCount < free.length || near.closed() < begun) {
      near.turn(this);
      if (System.nanoTime() - fromNs > patienceNs) {
        throw stuck();
      }
    }
  }

  private BenchException stuck() {
    return new BenchException(
        "of " + begun + " connections " + ended + " were answered and finished by the far end, "
            + near.closed() + " are closed, and nothing happened for "
            + TimeUnit.NANOSECONDS.toMillis(patienceNs) + " ms");
  }

  long begun() {
    return begun;
  }

  @Override
  public void firstByte(final int slot) {
    firstByte.recordValue(System.nanoTime() - startNs[slot]);
  }

  @Override
  public void ended(final int slot) {
    ended++;
    free[freeCount++] = slot;
  }
}
