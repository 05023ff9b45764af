package org.braidwire.benchmarks.ends;

import java.util.List;
import org.braidwire.benchmarks.report.BenchException;

/** Closes several things, each whatever became of the others. Stateless. */
public final class Closing {
  private Closing() {}

  /** Closes {@code things} in their order; throws the first failure when all have been tried. */
  public static void all(final List<? extends AutoCloseable> things) {
    RuntimeException first = null;
    for (final AutoCloseable thing : things) {
      try {
        thing.close();
      } catch (final Exception failed) {
        final RuntimeException failure = failed instanceof RuntimeException unchecked
            ? unchecked
            : new BenchException(String.valueOf(failed.getMessage()), failed);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
