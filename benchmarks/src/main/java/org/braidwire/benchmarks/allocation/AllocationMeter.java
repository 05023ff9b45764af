package org.braidwire.benchmarks.allocation;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.braidwire.benchmarks.report.BenchException;

/**
 * How many octets a piece of work allocates on its own thread. Another thread reads the JVM's count before and after,
 * for reading it allocates; the two meet by spinning, which does not. Used by one thread.
 */
public final class AllocationMeter {
  private static final String THREADS = "java.lang:type=Threading";
  private static final String ALLOCATED = "getThreadAllocatedBytes";

  private enum Step {
    BEGUN,
    WORKING,
    WORKED,
    OVER
  }

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private volatile Step step;
  private volatile RuntimeException failure;

  /**
   * What {@link #allocatedBytes} finds round by round, until it finds nothing or was asked {@code most} times: the JVM
   * allocates by itself, once for each class, and what is allocated by segment shows in every round.
   */
  public List<Long> untilNothing(final int most, final Runnable first, final Runnable work) {
    final List<Long> allocated = new ArrayList<>();
    do {
      allocated.add(allocatedBytes(first, work));
    } while (allocated.getLast() != 0 && allocated.size() < most);
    return allocated;
  }

  /**
   * Octets that {@code work} allocates, run once on a thread of its own.
   *
   * @param first runs there before, uncounted: what the JDK keeps by thread is made at its first use
   */
  public long allocatedBytes(final Runnable first, final Runnable work) {
    step = null;
    failure = null;
    final Thread worker = Thread.ofPlatform()
        .name("allocation-meter")
        .daemon(true)
        .start(() -> {
          run(first);
          step = Step.BEGUN;
          await(Step.WORKING);
          run(work);
          step = Step.WORKED;
          await(Step.OVER);
        });
    await(Step.BEGUN);
    final long before = read(worker.threadId());
    step = Step.WORKING;
    await(Step.WORKED);
    final long allocated = read(worker.threadId()) - before;
    step = Step.OVER;
    if (failure != null) {
      throw failure;
    }
    return allocated;
  }

  /** Keeps the first failure for the thread that waits. */
  private void run(final Runnable piece) {
    if (failure == null) {
      try {
        piece.run();
      } catch (final RuntimeException thrown) {
        failure = thrown;
      } catch (final AssertionError broken) {
        failure = new BenchException("an assertion failed: " + broken.getMessage(), broken);
      }
    }
  }

  private void await(final Step wanted) {
    while (step != wanted) {
      Thread.onSpinWait();
    }
  }

  private long read(final long thread) {
    try {
      return (long) server.invoke(
          new ObjectName(THREADS), ALLOCATED, new Object[] {thread}, new String[] {long.class.getName()});
    } catch (final JMException missing) {
      throw new BenchException(
          "this JVM does not count what a thread allocates: " + missing.getMessage(), missing);
    }
  }
}
