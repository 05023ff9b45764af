package org.braidwire.scheduler;

/**
 * The fastest subflow first, the next one as soon as the fastest is full: aggregates under load and has the lowest
 * delay without it. Backups wait until no regular subflow is usable (RFC 8684 3.3.8), suspect subflows until
 * nothing else is. A subflow without a measurement comes after all measured ones; equals go by id.
 *
 * <p>A pure function without state; any thread.
 */
public final class LowestRttScheduler implements Scheduler {
  public static final String NAME = "lowest-rtt";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int select(final SubflowView[] subflows, final int count, final int bytesWaiting) {
    return fastest(subflows, count, Preference.AVOID_NOTHING);
  }

  @Override
  public int selectReinjection(final SubflowView[] subflows, final int count, final int avoidId) {
    return fastest(subflows, count, avoidId);
  }

  private static int fastest(final SubflowView[] subflows, final int count, final int avoidId) {
    final int rank = Preference.best(subflows, count, avoidId);
    if (!Preference.admits(rank)) {
      return NONE;
    }
    int chosen = NONE;
    for (int i = 0; i < count; i++) {
      final SubflowView candidate = subflows[i];
      if (Preference.rank(candidate, avoidId) == rank
          && candidate.sendableBytes() > 0
          && (chosen == NONE || faster(candidate, subflows[chosen]))) {
        chosen = i;
      }
    }
    return chosen;
  }

  private static boolean faster(final SubflowView left, final SubflowView right) {
    final long leftNs = knownOrLast(left.srttNs());
    final long rightNs = knownOrLast(right.srttNs());
    return leftNs < rightNs || (leftNs == rightNs && left.id() < right.id());
  }

  private static long knownOrLast(final long srttNs) {
    return srttNs == 0 ? Long.MAX_VALUE : srttNs;
  }
}
