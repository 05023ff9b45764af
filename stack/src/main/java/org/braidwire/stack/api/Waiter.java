package org.braidwire.stack.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.braidwire.stack.base.Clock;

/**
 * Where one application thread, platform or virtual, sleeps until the engine has news. The engine pays a fence
 * and a load, and one wake-up for each sleep, however often it has news meanwhile. At most one thread waits at a time;
 * the callers' locks see to that.
 */
final class Waiter {
  /** Applications wait in real time, whatever clock the engine runs on. */
  private static final Clock CLOCK = Clock.system();

  private static final VarHandle SLEEPER;

  static {
    try {
      SLEEPER = MethodHandles.lookup().findVarHandle(Waiter.class, "sleeper", Thread.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile Thread sleeper;

  /**
   * Sleeps until {@code condition} holds. An interrupt ends the wait and stays set.
   *
   * @param deadlineNs time of the machine's monotonic clock at which to give up
   * @return whether the condition held
   */
  boolean await(final BooleanSupplier condition, final long deadlineNs) {
    if (condition.getAsBoolean()) {
      return true;
    }
    final Thread self = Thread.currentThread();
    try {
      while (true) {
        // Announced, after every wake-up anew, before the condition is looked at: who makes it true sees the
        // sleeper.
        sleeper = self;
        if (condition.getAsBoolean()) {
          return true;
        }
        final long leftNs = deadlineNs - CLOCK.nanoTime();
        if (leftNs <= 0 || self.isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(this, leftNs);
      }
    } finally {
      sleeper = null;
    }
  }

  /** Wakes the sleeper, if any. Call after the change that it waits for was published. */
  void signal() {
    VarHandle.fullFence();
    if (sleeper != null) {
      // Taken in one step: an announcement made meanwhile is answered too, never erased.
      final Thread waiting = (Thread) SLEEPER.getAndSet(this, (Thread) null);
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  /** The deadline that lies {@code ns} ahead. */
  static long after(final long ns) {
    return CLOCK.nanoTime() + ns;
  }

  /** A deadline so far away that it never comes. */
  static long never() {
    return after(Long.MAX_VALUE / 2);
  }
}
