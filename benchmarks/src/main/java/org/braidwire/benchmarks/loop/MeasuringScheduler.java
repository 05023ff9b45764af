package org.braidwire.benchmarks.loop;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.scheduler.SubflowView;

/** A policy that serves a measurement: nobody chooses it, and nothing is sent by a second subflow again. */
public abstract class MeasuringScheduler implements Scheduler {
  @Override
  public final boolean isOffered() {
    return false;
  }

  @Override
  public final int selectReinjection(final SubflowView[] subflows, final int count, final int avoidId) {
    return NONE;
  }
}
