package org.braidwire.simulation.network;

import org.braidwire.stack.base.Clock;

/** Time that only the network moves, and only forward. One thread: the one that runs the network. */
public final class VirtualClock implements Clock {
  /** Not zero, so that a forgotten zero is not mistaken for "now". */
  public static final long START_NS = 1_000_000_000L;

  private long nowNs = START_NS;

  @Override
  public long nanoTime() {
    return nowNs;
  }

  void advanceTo(final long timeNs) {
    if (timeNs < nowNs) {
      throw new IllegalStateException("time would run backwards from " + nowNs + " to " + timeNs);
    }
    nowNs = timeNs;
  }
}
