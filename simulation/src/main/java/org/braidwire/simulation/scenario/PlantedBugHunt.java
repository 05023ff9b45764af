package org.braidwire.simulation.scenario;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.braidwire.stack.base.PlantedBug;

/**
 * Proves that the simulation would find bugs: plants each known one and runs seeds until a rule breaks, then
 * runs as many seeds without any, which must all pass. A run that cannot fail is no proof.
 */
public final class PlantedBugHunt {
  /** A bug that this many seeds do not find counts as not found. */
  private static final long MAX_SEEDS = 1000;

  private PlantedBugHunt() {}

  /** Returns whether every bug was found and the control run was clean. */
  public static boolean run(final long firstSeed, final int threads, final Consumer<String> out) {
    boolean good = true;
    long most = 0;
    for (final PlantedBug bug : PlantedBug.values()) {
      final SeedResult found = hunt(bug, firstSeed, threads);
      if (found == null) {
        good = false;
        out.accept(String.format(Locale.ROOT, "%-34s NOT FOUND in %d seeds", bug, MAX_SEEDS));
      } else {
        final long needed = found.seed() - firstSeed + 1;
        most = Math.max(most, needed);
        out.accept(String.format(
            Locale.ROOT,
            "%-34s found by seed %d (%d needed): %s",
            bug,
            found.seed(),
            needed,
            found.shortFailure()));
      }
    }
    final SeedRunner.Summary control = SeedRunner.run(firstSeed, most, threads, result -> {
      if (!result.passed()) {
        out.accept(result.describe());
      }
    });
    out.accept("control run without any bug: " + control.passed() + " of " + most + " seeds clean");
    return good && control.failures().isEmpty();
  }

  /** The lowest seed that breaks a rule with {@code bug} planted, and passes without it; or null. */
  public static SeedResult hunt(final PlantedBug bug, final long firstSeed, final int threads) {
    final AtomicLong lowest = new AtomicLong(Long.MAX_VALUE);
    final SeedResult[] found = new SeedResult[1];
    SeedRunner.eachSeed(firstSeed, MAX_SEEDS, threads, seed -> {
      if (seed > lowest.get()) {
        return false;
      }
      PlantedBug.plant(bug);
      final SeedResult result;
      try {
        result = Scenario.run(seed);
      } finally {
        PlantedBug.plant(null);
      }
      final boolean finds = result.brokeARule() && Scenario.run(seed).passed();
      if (finds) {
        synchronized (found) {
          if (seed < lowest.get()) {
            lowest.set(seed);
            found[0] = result;
          }
        }
      }
      return !finds;
    });
    return found[0];
  }
}
