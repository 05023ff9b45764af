package org.braidwire.stack.base;

/**
 * How many frames were dropped, by {@link DropReason}: nothing disappears without a number. Written by the
 * engine's thread; other readers may see it late.
 */
public final class DropCounters {
  private static final DropReason[] REASONS = DropReason.values();

  private final long[] counts = new long[REASONS.length];

  public void count(final DropReason reason) {
    counts[reason.ordinal()]++;
  }

  public long get(final DropReason reason) {
    return counts[reason.ordinal()];
  }

  /** The sum over all reasons. */
  public long total() {
    long total = 0;
    for (final long count : counts) {
      total += count;
    }
    return total;
  }
}
