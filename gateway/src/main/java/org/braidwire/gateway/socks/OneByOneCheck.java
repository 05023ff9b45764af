package org.braidwire.gateway.socks;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A slow check on one thread of its own: a crowd of wrong passwords takes one core at most, and never the threads that
 * carry connections. Where more wait than would be told in time, the answer is no. Any thread, which has to wait.
 */
public final class OneByOneCheck implements UserCheck, AutoCloseable {
  /** At a tenth of a second each, as many as a client would wait for. */
  static final int MOST_WAITING = 64;

  private final UserCheck slow;
  private final ThreadPoolExecutor checker = new ThreadPoolExecutor(
      1,
      1,
      0,
      TimeUnit.SECONDS,
      new ArrayBlockingQueue<>(MOST_WAITING),
      Thread.ofPlatform().daemon().name("gateway-passwords").factory());

  /** Asks {@code slow}. */
  public OneByOneCheck(final UserCheck slow) {
    this.slow = slow;
  }

  @Override
  public boolean accepts(final String user, final byte[] password) {
    final byte[] own = password.clone(); // whoever asks wipes its own, also when it no longer waits
    try {
      final Future<Boolean> answer = checker.submit(() -> {
        try {
          return slow.accepts(user, own);
        } finally {
          Arrays.fill(own, (byte) 0);
        }
      });
      return answer.get();
    } catch (final RejectedExecutionException tooMany) {
      Arrays.fill(own, (byte) 0);
      return false;
    } catch (final InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    } catch (final ExecutionException bug) {
      throw new IllegalStateException("a check of a password failed", bug.getCause());
    }
  }

  @Override
  public void close() {
    checker.shutdownNow();
  }
}
