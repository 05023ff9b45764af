package org.braidwire.scheduler;

/**
 * One subflow carries everything, the others stand by: the regular subflow with the lowest id as long as it is
 * usable and not suspect, then the next one, then the backups. A full primary is waited for, never overflowed, so
 * that data stays in order on one path.
 *
 * <p>A pure function without state; any thread. A primary that comes back takes over again.
 */
public final class ActiveBackupScheduler implements Scheduler {
  public static final String NAME = "active-backup";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int select(final SubflowView[] subflows, final int count, final int bytesWaiting) {
    return primary(subflows, count, Preference.AVOID_NOTHING);
  }

  @Override
  public int selectReinjection(final SubflowView[] subflows, final int count, final int avoidId) {
    return primary(subflows, count, avoidId);
  }

  private static int primary(final SubflowView[] subflows, final int count, final int avoidId) {
    final int rank = Preference.best(subflows, count, avoidId);
    if (!Preference.admits(rank)) {
      return NONE;
    }
    int chosen = NONE;
    for (int i = 0; i < count; i++) {
      final SubflowView candidate = subflows[i];
      if (Preference.rank(candidate, avoidId) == rank
          && (chosen == NONE || candidate.id() < subflows[chosen].id())) {
        chosen = i;
      }
    }
    return subflows[chosen].sendableBytes() > 0 ? chosen : NONE;
  }
}
