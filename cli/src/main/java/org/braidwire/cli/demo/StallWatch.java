package org.braidwire.cli.demo;

/**
 * Times in which a sender had everything it needed and nothing arrived from it. A kernel sender has such stalls by
 * itself, so they are counted apart from what a fault causes.
 */
final class StallWatch {
  private static final long STALL_NS = 150_000_000L;

  private long lastBytes;
  private long lastChangeNs;
  private boolean stalled;
  private int count;
  private long longestNs;

  /** @param watching whether a wait now would be the sender's own fault */
  void look(final long bytes, final boolean watching, final long nowNs) {
    if (!watching || bytes != lastBytes || lastChangeNs == 0) {
      lastBytes = bytes;
      lastChangeNs = nowNs;
      stalled = false;
      return;
    }
    final long waitedNs = nowNs - lastChangeNs;
    if (waitedNs >= STALL_NS) {
      count += stalled ? 0 : 1;
      stalled = true;
      longestNs = Math.max(longestNs, waitedNs);
    }
  }

  int count() {
    return count;
  }

  long longestNs() {
    return longestNs;
  }
}
