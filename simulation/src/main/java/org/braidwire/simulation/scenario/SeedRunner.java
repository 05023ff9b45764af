package org.braidwire.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.braidwire.simulation.check.Coverage;

/** Runs many seeds on several threads, each seed a whole network on one of them. */
public final class SeedRunner {
  /** What became of all of them. */
  public record Summary(long passed, List<SeedResult> failures, Coverage coverage, long underCovered, long elapsedNs) {
    public double seedsPerSecond() {
      return (passed + failures.size()) * 1e9 / elapsedNs;
    }
  }

  /** Kinds of fault that each seed is to meet. */
  private static final int MIN_KINDS = 3;

  private SeedRunner() {}

  /**
   * @param onResult told of each seed as it ends, from the worker threads, one at a time
   */
  public static Summary run(
      final long firstSeed, final long seeds, final int threads, final Consumer<SeedResult> onResult) {
    final long startNs = System.nanoTime();
    final AtomicLong next = new AtomicLong(firstSeed);
    final Object lock = new Object();
    final Coverage coverage = new Coverage();
    final List<SeedResult> failures = new ArrayList<>();
    final long[] counts = new long[2];
    final Runnable worker = () -> {
      for (long seed = next.getAndIncrement(); seed < firstSeed + seeds; seed = next.getAndIncrement()) {
        final SeedResult result = Scenario.run(Scenario.plan(seed));
        synchronized (lock) {
          coverage.add(result.coverage());
          counts[0] += result.passed() ? 1 : 0;
          counts[1] += result.coverage().fired().size() < MIN_KINDS ? 1 : 0;
          if (!result.passed()) {
            failures.add(result);
          }
          onResult.accept(result);
        }
      }
    };
    join(worker, threads);
    return new Summary(counts[0], failures, coverage, counts[1], System.nanoTime() - startNs);
  }

  private static void join(final Runnable worker, final int threads) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      final List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(worker));
      }
      for (final Future<?> one : running) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a simulation thread died", e.getCause());
    }
  }
}
