package org.braidwire.stack.api;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.braidwire.io.idle.Doorbell;
import org.braidwire.io.idle.PortWaiter;
import org.braidwire.stack.base.Clock;

/**
 * What one thread does without work, and how another one ends that. Made before the thread starts.
 *
 * @param waiter where it sleeps, or null where it never does for long
 */
record Idling(IdleStrategy strategy, Doorbell bell, PortWaiter waiter) {
  private static final int SPINS = 100;
  private static final int YIELDS = 20;
  private static final long MIN_PARK_NS = 1_000;
  private static final long MAX_PARK_NS = 100_000;

  /** One of {@link ThreadPlan#IDLE_NAMES}. */
  static Idling of(final String name, final Clock clock) {
    return switch (name) {
      case "spin" -> silent(BusySpinIdleStrategy.INSTANCE);
      case "yield" -> silent(YieldingIdleStrategy.INSTANCE);
      case "backoff" -> silent(new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS));
      case "park" -> parking(new PortWaiter(clock::nanoTime));
      default -> throw new IllegalArgumentException("unknown idle strategy '" + name + "'");
    };
  }

  private static Idling silent(final IdleStrategy strategy) {
    return new Idling(strategy, Doorbell.SILENT, null);
  }

  private static Idling parking(final PortWaiter waiter) {
    return new Idling(waiter, waiter, waiter);
  }

  /** Gives back what sleeping needs; the thread has ended, or never started. */
  void close() {
    if (waiter != null) {
      waiter.close();
    }
  }
}
