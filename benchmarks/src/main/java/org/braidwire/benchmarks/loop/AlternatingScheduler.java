package org.braidwire.benchmarks.loop;

import org.braidwire.scheduler.SubflowView;

/**
 * The emptiest subflow first, and of those that are equally empty the next one in turn: a loop without losses uses all
 * of them alike, also where a batch leaves whole on one. Remembers whose turn it was; one thread.
 */
public final class AlternatingScheduler extends MeasuringScheduler {
  /** As a configuration names it. */
  public static final String NAME = "benchmark-alternating";

  private int lastChosen;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int select(final SubflowView[] subflows, final int count, final int bytesWaiting) {
    int chosen = NONE;
    for (int step = 1; step <= count; step++) {
      final int i = (lastChosen + step) % count;
      if (subflows[i].sendableBytes() > 0
          && (chosen == NONE || subflows[i].flightSizeBytes() < subflows[chosen].flightSizeBytes())) {
        chosen = i;
      }
    }
    lastChosen = chosen == NONE ? lastChosen : chosen;
    return chosen;
  }
}
