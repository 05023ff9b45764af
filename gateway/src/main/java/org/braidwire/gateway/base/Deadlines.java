package org.braidwire.gateway.base;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What is to be done when time is up, on one thread for all, which must not wait. Any thread. */
public final class Deadlines implements AutoCloseable {
  /** One of them; closed when what it waits for has come. */
  public interface Deadline extends AutoCloseable {
    @Override
    void close();
  }

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
      1, Thread.ofPlatform().daemon().name("gateway-deadlines").factory());

  public Deadlines() {
    timer.setRemoveOnCancelPolicy(true); // most never come to pass
  }

  /** Does {@code late} unless the deadline is closed in time. */
  public Deadline after(final Duration patience, final Runnable late) {
    return cancelling(timer.schedule(late, patience.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Does {@code step} again and again until it is closed. */
  public Deadline every(final Duration pause, final Runnable step) {
    final long ns = pause.toNanos();
    return cancelling(timer.scheduleWithFixedDelay(step, ns, ns, TimeUnit.NANOSECONDS));
  }

  private static Deadline cancelling(final Future<?> planned) {
    return () -> planned.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
