package org.braidwire.benchmarks.loop;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.scheduler.SubflowView;

/**
 * The emptiest subflow first, among equals the one whose progress is oldest, so that a loop without losses uses all
 * of them alike. Stateless.
 */
public final class AlternatingScheduler implements Scheduler {
  static final String NAME = "benchmark-alternating";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int select(final SubflowView[] subflows, final int count, final int bytesWaiting) {
    int chosen = NONE;
    for (int i = 0; i < count; i++) {
      if (subflows[i].sendableBytes() > 0 && (chosen == NONE || isBefore(subflows[i], subflows[chosen]))) {
        chosen = i;
      }
    }
    return chosen;
  }

  private static boolean isBefore(final SubflowView a, final SubflowView b) {
    return a.flightSizeBytes() == b.flightSizeBytes()
        ? a.lastProgressNs() < b.lastProgressNs()
        : a.flightSizeBytes() < b.flightSizeBytes();
  }

  @Override
  public int selectReinjection(final SubflowView[] subflows, final int count, final int avoidId) {
    return NONE;
  }
}
