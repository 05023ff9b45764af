package org.braidwire.benchmarks.bulk;

import org.braidwire.scheduler.Scheduler;
import org.braidwire.scheduler.SubflowView;

/**
 * Each subflow in its turn. Where one cannot go on the others carry a few runs in its place and then wait for it, so that
 * none is there by name only. What is to be sent again takes any that can: a kernel that owes a DATA_ACK is asked so. Nobody
 * chooses it; remembers whose turn it is; one thread.
 */
public final class TurnsScheduler implements Scheduler {
  /** As a configuration names it. */
  static final String NAME = "benchmark-turns";

  /** Runs that leave in another's place before it is waited for. */
  static final int MOST_IN_PLACE = 3;

  private int turn;
  private int inPlace;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isOffered() {
    return false;
  }

  @Override
  public int select(final SubflowView[] subflows, final int count, final int bytesWaiting) {
    turn %= count;
    if (subflows[turn].sendableBytes() > 0 || !subflows[turn].usable()) {
      inPlace = 0;
      return next(subflows, count);
    }
    if (inPlace == MOST_IN_PLACE) {
      return NONE;
    }
    for (int step = 1; step < count; step++) {
      final int other = (turn + step) % count;
      if (subflows[other].sendableBytes() > 0) {
        inPlace++;
        return other;
      }
    }
    return NONE;
  }

  @Override
  public int selectReinjection(final SubflowView[] subflows, final int count, final int avoidId) {
    for (int i = 0; i < count; i++) {
      if (subflows[i].id() != avoidId && subflows[i].sendableBytes() > 0) {
        return i;
      }
    }
    return NONE;
  }

  /** The one whose turn it is, or the next that can carry anything; then it is the turn of the one behind. */
  private int next(final SubflowView[] subflows, final int count) {
    for (int step = 0; step < count; step++) {
      final int candidate = (turn + step) % count;
      if (subflows[candidate].sendableBytes() > 0) {
        turn = candidate + 1;
        return candidate;
      }
    }
    return NONE;
  }
}
