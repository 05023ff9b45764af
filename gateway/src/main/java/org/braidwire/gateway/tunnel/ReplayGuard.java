package org.braidwire.gateway.tunnel;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * Admits each request once. It remembers nonces as long as their requests would be in time, at most so many of them,
 * and refuses rather than forget one early. One for all connections of an exit; any thread.
 *
 * <p>Invariant: whatever was admitted is either remembered, or its time is not after {@code forgottenMs}; nothing from
 * up to then is admitted again, even if the clock goes back.
 */
public final class ReplayGuard {
  /** How far the clocks of entry and exit may differ, in either direction, the time on the way included. */
  public static final long WINDOW_MS = 30_000;

  /** Room for more than 2,000 connections a second; some 15 MB when it is full. */
  public static final int DEFAULT_NONCES = 1 << 17;

  private record Nonce(long high, long low) {}

  private record Seen(Nonce nonce, long timeMs) {}

  private final int maxNonces;
  private final Set<Nonce> nonces = new HashSet<>();
  private final Queue<Seen> earliestFirst = new PriorityQueue<>(Comparator.comparingLong(Seen::timeMs));
  private long forgottenMs;

  /**
   * Begins with an empty memory.
   *
   * @param beganMs the time, ms since 1970: what was admitted before is not known any more, so what was signed before
   *     is refused
   */
  public ReplayGuard(final int maxNonces, final long beganMs) {
    this.maxNonces = maxNonces;
    forgottenMs = beganMs - 1;
  }

  /**
   * Says whether a request that a key's holder signed may be believed, and remembers it if so.
   *
   * @param timeMs when it was signed, ms since 1970
   * @param nowMs the time here, which may go back
   * @return {@link TunnelRefusal#NONE} if it may
   */
  synchronized TunnelRefusal admit(final long nonceHigh, final long nonceLow, final long timeMs, final long nowMs) {
    forgetBefore(nowMs - WINDOW_MS);
    if (timeMs < nowMs - WINDOW_MS || timeMs > nowMs + WINDOW_MS) {
      return TunnelRefusal.OUTSIDE_TIME;
    }
    if (timeMs <= forgottenMs) {
      return TunnelRefusal.BEFORE_MEMORY;
    }
    final Nonce nonce = new Nonce(nonceHigh, nonceLow);
    if (nonces.contains(nonce)) {
      return TunnelRefusal.REPLAYED;
    }
    if (nonces.size() >= maxNonces) {
      return TunnelRefusal.REPLAY_GUARD_FULL;
    }
    nonces.add(nonce);
    earliestFirst.add(new Seen(nonce, timeMs));
    return TunnelRefusal.NONE;
  }

  /** How many nonces are remembered. */
  public synchronized int size() {
    return nonces.size();
  }

  private void forgetBefore(final long timeMs) {
    while (!earliestFirst.isEmpty() && earliestFirst.peek().timeMs() < timeMs) {
      final Seen forgotten = earliestFirst.remove();
      nonces.remove(forgotten.nonce());
      forgottenMs = Math.max(forgottenMs, forgotten.timeMs());
    }
  }
}
