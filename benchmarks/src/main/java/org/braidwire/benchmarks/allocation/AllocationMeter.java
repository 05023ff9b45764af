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
 * for reading it allocates; the two meet by {@link Handover}. Used by one thread.
 */
public final class AllocationMeter {
  private static final String THREADS = "java.lang:type=Threading";
  private static final String ALLOCATED = "getThreadAllocatedBytes";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

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
   * @throws BenchException if either broke with an error, an assertion's too; exceptions are thrown as they are
   */
  public long allocatedBytes(final Runnable first, final Runnable work) {
    final Handover handover = new Handover(first, work);
    final Thread worker =
        Thread.ofPlatform().name("allocation-meter").daemon(true).start(handover::runBoth);
    handover.awaitBegun();
    final long before = read(worker.threadId());
    handover.letWork();
    handover.awaitWorked();
    final long allocated = read(worker.threadId()) - before;
    handover.letEnd();
    rethrow(handover.failure());
    return allocated;
  }

  private static void rethrow(final Throwable failure) {
    if (failure instanceof final RuntimeException thrown) {
      throw thrown;
    }
    if (failure != null) {
      throw new BenchException("the measured work broke: " + failure.getMessage(), failure);
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
