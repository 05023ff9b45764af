package org.braidwire.benchmarks.loop;

import org.braidwire.stack.base.Clock;

/**
 * The machine's clock with a hand to move it on: a receiver that has one segment owes its acknowledgement only after
 * a delay, and a benchmark of single segments does not wait for it. The timer is armed and fires as ever. One thread.
 */
final class LoopClock implements Clock {
  private long aheadNs;

  @Override
  public long nanoTime() {
    return System.nanoTime() + aheadNs;
  }

  /** Lets {@code ns} pass at once. */
  void skip(final long ns) {
    aheadNs += ns;
  }
}
