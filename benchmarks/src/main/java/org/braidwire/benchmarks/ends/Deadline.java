package org.braidwire.benchmarks.ends;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.braidwire.benchmarks.report.BenchException;

/** Waits that end. Stateless. */
public final class Deadline {
  private static final long PATIENCE_NS = 10_000_000_000L;

  private Deadline() {}

  /** Tries {@code step} over and over until it says that {@code what} is there. */
  public static void await(final String what, final BooleanSupplier step) {
    await(what, PATIENCE_NS, step);
  }

  /** The same with a patience of its own, in nanoseconds. */
  public static void await(final String what, final long patienceNs, final BooleanSupplier step) {
    final long startNs = System.nanoTime();
    while (!step.getAsBoolean()) {
      if (System.nanoTime() - startNs > patienceNs) {
        throw new BenchException(
            what + " did not come within " + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s");
      }
    }
  }
}
