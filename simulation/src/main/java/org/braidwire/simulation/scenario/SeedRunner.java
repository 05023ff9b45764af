package org.braidwire.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.braidwire.simulation.check.Coverage;

/** Runs many seeds on several threads, each seed a whole network on one of them. */
public final class SeedRunner {
  /**
   * What became of all of them.
   *
   * @param poor seeds that passed but met fewer kinds of fault than they were made for
   */
  public record Summary(long passed, List<SeedResult> failures, Coverage coverage, List<Long> poor, long elapsedNs) {
    public boolean isGood() {
      return failures.isEmpty() && poor.isEmpty();
    }

    /** The summary as lines. */
    public List<String> describe() {
      final long seeds = passed + failures.size();
      final List<String> lines = new ArrayList<>();
      lines.add(String.format(
          Locale.ROOT,
          "%d seeds: %d passed, %d failed, %.1f s, %.1f seeds/s",
          seeds,
          passed,
          failures.size(),
          elapsedNs / 1e9,
          seeds * 1e9 / elapsedNs));
      if (!poor.isEmpty()) {
        lines.add("FAILED, met fewer than three kinds of fault and an outage: seeds " + poor);
      }
      if (!failures.isEmpty()) {
        lines.add(failures.stream()
            .map(SeedResult::replayCommand)
            .collect(Collectors.joining("\n  ", "replay:\n  ", "")));
      }
      return lines;
    }
  }

  private SeedRunner() {}

  /**
   * @param onResult told of each seed as it ends, from the worker threads, one at a time
   */
  public static Summary run(
      final long firstSeed, final long seeds, final int threads, final Consumer<SeedResult> onResult) {
    final long startNs = System.nanoTime();
    final Object lock = new Object();
    final Coverage coverage = new Coverage();
    final List<SeedResult> failures = new ArrayList<>();
    final List<Long> poor = new ArrayList<>();
    eachSeed(firstSeed, seeds, threads, seed -> {
      final SeedResult result = Scenario.run(seed);
      synchronized (lock) {
        coverage.add(result.coverage());
        if (!result.passed()) {
          failures.add(result);
        } else if (result.isPoor()) {
          poor.add(seed);
        }
        onResult.accept(result);
      }
      return true;
    });
    return new Summary(seeds - failures.size(), failures, coverage, poor, System.nanoTime() - startNs);
  }

  /** Calls {@code run} with each seed, from {@code threads} threads; false ends the thread that got it. */
  static void eachSeed(final long firstSeed, final long seeds, final int threads, final LongPredicate run) {
    final AtomicLong next = new AtomicLong(firstSeed);
    final Runnable worker = () -> {
      long seed = next.getAndIncrement();
      while (seed < firstSeed + seeds && run.test(seed)) {
        seed = next.getAndIncrement();
      }
    };
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
      throw new IllegalStateException("a simulation thread died: " + e.getCause(), e.getCause());
    }
  }
}
