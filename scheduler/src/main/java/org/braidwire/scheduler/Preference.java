package org.braidwire.scheduler;

/**
 * The order in which kinds of subflow are considered, shared by the policies: only the best kind that is usable at
 * all may carry data, even when every subflow of that kind is full at the moment. Stateless.
 */
final class Preference {
  /** An id that no subflow has: nothing is to be avoided. */
  static final int AVOID_NOTHING = Integer.MIN_VALUE;

  // RFC 8684 3.3.8 leaves it to the sender when a regular subflow counts as lost: one that is suspect does, so a
  // healthy backup comes before it. Smaller is better.
  private static final int REGULAR = 0;
  private static final int BACKUP = 1;
  private static final int SUSPECT_REGULAR = 2;
  private static final int SUSPECT_BACKUP = 3;
  private static final int UNUSABLE = 4;

  private Preference() {}

  /** The rank of one subflow; equal ranks compete with each other, a lower rank excludes a higher one. */
  static int rank(final SubflowView subflow, final int avoidId) {
    if (!subflow.usable() || subflow.id() == avoidId) {
      return UNUSABLE;
    }
    if (subflow.suspect()) {
      return subflow.backup() ? SUSPECT_BACKUP : SUSPECT_REGULAR;
    }
    return subflow.backup() ? BACKUP : REGULAR;
  }

  /** Whether a subflow of this rank may carry data at all. */
  static boolean admits(final int rank) {
    return rank < UNUSABLE;
  }

  /** The lowest rank present; not {@link #admits admitted} when no subflow is usable. */
  static int best(final SubflowView[] subflows, final int count, final int avoidId) {
    int best = UNUSABLE;
    for (int i = 0; i < count; i++) {
      best = Math.min(best, rank(subflows[i], avoidId));
    }
    return best;
  }
}
