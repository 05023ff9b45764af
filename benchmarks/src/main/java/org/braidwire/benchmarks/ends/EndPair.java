package org.braidwire.benchmarks.ends;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/**
 * The two threads that all the ends of a benchmark live on, one a core: the near end acts and measures, the far end
 * answers. They are threads of one process, which makes both ends run in one JVM: what passes between two namespaces
 * passes through the kernel's devices all the same, and one JVM has fewer threads of its own on two cores than two.
 */
public final class EndPair implements AutoCloseable {
  private final PinnedThread near = new PinnedThread("near-end");
  private final PinnedThread far = new PinnedThread("far-end");
  private final int[] cores = BenchHost.twoCores();

  public EndPair() {
    place(false);
  }

  /** Puts both ends on the first core, or each on its own. */
  public void place(final boolean oneCore) {
    near.pin(cores[0]);
    far.pin(oneCore ? cores[0] : cores[1]);
  }

  /** Does a piece of work on the near end's thread while the far end is turned on its own. */
  public <T> T whileFarTurns(final Turn farEnd, final Callable<T> work) {
    try (Spin spin = new Spin(far, farEnd)) {
      return near.call(work);
    } catch (final RuntimeException failure) {
      for (final Throwable cause : failure.getSuppressed()) {
        if (cause instanceof RuntimeException farFailure) {
          throw farFailure; // the near end only waited in vain for the far one
        }
      }
      throw failure;
    }
  }

  /** Does a piece of work on each thread at the same time; what they yield, the near end's first. */
  public <T> List<T> both(final Callable<T> nearWork, final Callable<T> farWork) {
    final Future<T> begunNear = near.start(nearWork);
    final Future<T> begunFar = far.start(farWork);
    final List<T> results = new ArrayList<>();
    try {
      results.add(PinnedThread.result(begunNear));
    } finally {
      results.add(
          PinnedThread.result(begunFar)); // also where the near end failed: nothing is closed under the other
    }
    return results;
  }

  public PinnedThread near() {
    return near;
  }

  public PinnedThread far() {
    return far;
  }

  /** For reports. */
  public String pinning() {
    return String.format(
        Locale.ROOT, "near end on core %d, far end on core %d, one spinning thread each", cores[0], cores[1]);
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
