package org.braidwire.benchmarks.allocation;

/**
 * The steps of one measurement, between the thread that works and the one that counts. They meet by spinning, which does
 * not allocate. Nothing that spins here stands beside a string: when a loop is handed to the compiler, the JVM makes every
 * string of its class, on the thread that loops, and the meter would count them.
 */
final class Handover {
  private enum Step {
    BEGUN,
    WORKING,
    WORKED,
    OVER
  }

  private final Runnable first;
  private final Runnable work;
  private volatile Step step;
  private volatile Throwable failure;

  Handover(final Runnable first, final Runnable work) {
    this.first = first;
    this.work = work;
  }

  /** The whole life of the thread that works. It stays until it was counted: the count of a thread ends with it. */
  void runBoth() {
    run(first);
    step = Step.BEGUN;
    await(Step.WORKING);
    run(work);
    step = Step.WORKED;
    await(Step.OVER);
  }

  /** Until what comes first has run. */
  void awaitBegun() {
    await(Step.BEGUN);
  }

  void letWork() {
    step = Step.WORKING;
  }

  void awaitWorked() {
    await(Step.WORKED);
  }

  void letEnd() {
    step = Step.OVER;
  }

  /** Keeps the first failure for the thread that waits. */
  private void run(final Runnable piece) {
    if (failure == null) {
      try {
        piece.run();
      } catch (final RuntimeException | Error thrown) {
        failure = thrown;
      }
    }
  }

  /** What either failed of; null if neither did. To ask once the work is over. */
  Throwable failure() {
    return failure;
  }

  private void await(final Step wanted) {
    while (step != wanted) {
      Thread.onSpinWait();
    }
  }
}
