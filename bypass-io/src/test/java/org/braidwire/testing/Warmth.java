package org.braidwire.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * When a measurement of allocation may begin, and what it finds. The JVM itself allocates on the measured thread, once
 * for each class and not for each segment: when a rare path first needs a class, and the strings of a class (of messages
 * of assertions, too) when one of its methods is first handed to C2; and, until C2 has compiled its caller, for each system
 * call that captures errno: 40 octets for a slice of the capture segment. Deoptimisation by itself does not. So a warm-up
 * walks the rare paths, often, until a stretch of it neither allocated nor compiled. For the calling thread, or for those
 * that are named while the calling one waits for what they do.
 */
public final class Warmth {
  private static final int MOST_STRETCHES = 6;

  /** A single round more for what the JVM met so late; what allocates by segment does in each. */
  private static final int ROUNDS = 2;

  /** Threads that run by themselves meet such rare things at any time, and there are more of them. */
  private static final int ROUNDS_OF_OTHERS = 4;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private Warmth() {}

  /** Runs {@code stretch} until it was quiet, or often. */
  public static void reach(final Runnable stretch) {
    reach(THREADS::getCurrentThreadAllocatedBytes, stretch);
  }

  /** The same of the threads with these {@code ids}. */
  public static void reach(final long[] ids, final Runnable stretch) {
    reach(() -> allocatedBytes(ids), stretch);
  }

  private static void reach(final LongSupplier allocated, final Runnable stretch) {
    for (int i = 0; i < MOST_STRETCHES; i++) {
      final long compiledMs = COMPILER.getTotalCompilationTime();
      if (allocatedBytes(allocated, stretch) == 0 && COMPILER.getTotalCompilationTime() == compiledMs) {
        return;
      }
    }
  }

  /** Octets that {@code round} allocated on this thread: the less of two rounds, the second only if needed. */
  public static long leastAllocatedBytes(final Runnable round) {
    return leastAllocatedBytes(ROUNDS, THREADS::getCurrentThreadAllocatedBytes, round);
  }

  /** The same of the threads with these {@code ids}, together; the least of a few rounds. */
  public static long leastAllocatedBytes(final long[] ids, final Runnable round) {
    return leastAllocatedBytes(ROUNDS_OF_OTHERS, () -> allocatedBytes(ids), round);
  }

  private static long leastAllocatedBytes(final int rounds, final LongSupplier allocated, final Runnable round) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < rounds && least != 0; i++) {
      least = Math.min(least, allocatedBytes(allocated, round));
    }
    return least;
  }

  private static long allocatedBytes(final LongSupplier allocated, final Runnable work) {
    final long before = allocated.getAsLong();
    work.run();
    return allocated.getAsLong() - before;
  }

  private static long allocatedBytes(final long[] ids) {
    long sum = 0;
    for (final long id : ids) {
      final long bytes = THREADS.getThreadAllocatedBytes(id);
      if (bytes < 0) {
        throw new IllegalStateException("thread " + id + " has ended, or is not counted");
      }
      sum += bytes;
    }
    return sum;
  }
}
