package org.braidwire.benchmarks.ends;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.CpuAffinity;

/**
 * A platform thread on a core that does one piece of work after another and sleeps in between. What a piece opens
 * belongs to this thread; pieces may move it into network namespaces as they like. Others hand it work.
 */
public final class PinnedThread implements AutoCloseable {
  private final ExecutorService executor;

  PinnedThread(final String name) {
    executor = Executors.newSingleThreadExecutor(
        Thread.ofPlatform().name(name).daemon(true).factory());
  }

  /** Moves the thread to {@code core}. */
  void pin(final int core) {
    call(() -> {
      CpuAffinity.pin(core);
      return null;
    });
  }

  /** Begins a piece of work. */
  public <T> Future<T> start(final Callable<T> work) {
    return executor.submit(work);
  }

  /** Does a piece of work and hands over its result or its failure. */
  public <T> T call(final Callable<T> work) {
    return result(start(work));
  }

  /** Waits for a piece of work that was begun. */
  static <T> T result(final Future<T> begun) {
    try {
      return begun.get();
    } catch (final ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new BenchException(String.valueOf(failed.getCause().getMessage()), failed.getCause());
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", interrupted);
    }
  }

  /** Ends the thread when its piece of work has ended. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
