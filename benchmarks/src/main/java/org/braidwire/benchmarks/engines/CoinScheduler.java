package org.braidwire.benchmarks.engines;

import org.braidwire.benchmarks.loop.MeasuringScheduler;
import org.braidwire.scheduler.SubflowView;

/**
 * A coin says which subflow is next, whatever the others carry: half of the octets take each of two subflows, also where
 * one has the longer way, so that what is forwarded does not depend on how long forwarding takes. One engine's thread.
 */
public final class CoinScheduler extends MeasuringScheduler {
  static final String NAME = "benchmark-coin";

  private static final long MULTIPLIER = 6364136223846793005L;
  private static final long INCREMENT = 1442695040888963407L;

  private long state;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int select(final SubflowView[] subflows, final int count, final int bytesWaiting) {
    state = state * MULTIPLIER + INCREMENT;
    final int first =
        (int) ((state >>> Integer.SIZE) % count); // the upper bits: the lower ones of such a row repeat
    for (int step = 0; step < count; step++) {
      final int i = (first + step) % count;
      if (subflows[i].sendableBytes() > 0) {
        return i;
      }
    }
    return NONE;
  }
}
