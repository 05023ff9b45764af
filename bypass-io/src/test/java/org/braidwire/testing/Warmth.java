package org.braidwire.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * When a measurement of allocation may begin, and what it finds. The JVM itself allocates on the measured thread, once
 * for each class and not for each segment: when a rare path first needs a class, and the strings of a class (of messages
 * of assertions, too) when one of its methods is first handed to C2; and, until C2 has compiled its caller, for each system
 * call that captures errno: 40 octets for a slice of the capture segment. Deoptimisation by itself does not. So a warm-up
 * walks the rare paths, often, until a stretch of it neither allocated nor compiled. For the calling thread.
 */
public final class Warmth {
  private static final int MOST_STRETCHES = 6;

  /** A single round more for what the JVM met so late; what allocates by segment does in each. */
  private static final int ROUNDS = 2;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private Warmth() {}

  /** Runs {@code stretch} until it was quiet, or often. */
  public static void reach(final Runnable stretch) {
    for (int i = 0; i < MOST_STRETCHES; i++) {
      final long compiledMs = COMPILER.getTotalCompilationTime();
      if (allocatedBytes(stretch) == 0 && COMPILER.getTotalCompilationTime() == compiledMs) {
        return;
      }
    }
  }

  /** Octets that {@code round} allocated on this thread: the less of two rounds, the second only if needed. */
  public static long leastAllocatedBytes(final Runnable round) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS && least != 0; i++) {
      least = Math.min(least, allocatedBytes(round));
    }
    return least;
  }

  private static long allocatedBytes(final Runnable work) {
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
