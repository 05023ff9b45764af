package org.braidwire.tuning.jitter;

import org.HdrHistogram.Histogram;
import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.stack.base.Clock;

/**
 * Does nothing but read the clock, on one pinned core, and notes how long each turn took: whatever is longer than a turn
 * was taken by somebody else, the kernel, the hypervisor or the machine. What an engine on this core would lose, it
 * loses. Used once.
 */
public final class JitterProbe {
  private static final long WARM_UP_NS = 200_000_000L;

  /** A longer pause is counted as this long. */
  private static final long LONGEST_NS = 600_000_000_000L;

  private static final int DIGITS = 3;
  private static final int READS = 100_000;

  private final Clock clock;
  private final Histogram pauses = new Histogram(1, LONGEST_NS, DIGITS);

  public JitterProbe(final Clock clock) {
    this.clock = clock;
  }

  /**
   * Spins for {@code durationNs} on a thread of its own.
   *
   * @throws org.braidwire.io.linux.LinuxException if this process may not run on {@code core}
   */
  public static JitterReport run(final int core, final long durationNs) throws InterruptedException {
    final JitterReport[] report = new JitterReport[1];
    final Throwable[] failure = new Throwable[1];
    final Thread thread = Thread.ofPlatform()
        .name("braidwire-jitter")
        .daemon(true)
        .start(() -> {
          try {
            CpuAffinity.pin(core);
            report[0] = new JitterProbe(Clock.system()).measure(core, durationNs);
          } catch (final RuntimeException | Error refused) {
            failure[0] = refused;
          }
        });
    thread.join();
    if (failure[0] instanceof final RuntimeException refused) {
      throw refused;
    }
    if (failure[0] instanceof final Error broken) {
      throw broken;
    }
    return report[0];
  }

  /** The same on the calling thread, wherever it runs. */
  JitterReport measure(final int core, final long durationNs) {
    final long stepNs = smallestStepNs();
    spin(WARM_UP_NS); // so that the loop that counts is compiled
    pauses.reset();
    final long elapsedNs = spin(durationNs);
    return JitterReport.of(core, elapsedNs, stepNs, pauses);
  }

  private long spin(final long durationNs) {
    final long startNs = clock.nanoTime();
    long previousNs = startNs;
    while (previousNs - startNs < durationNs) {
      final long nowNs = clock.nanoTime();
      pauses.recordValue(Math.min(nowNs - previousNs, LONGEST_NS));
      previousNs = nowNs;
    }
    return previousNs - startNs;
  }

  /** The least that the clock moves by, as far as reading it often shows. */
  private long smallestStepNs() {
    long smallestNs = Long.MAX_VALUE;
    long previousNs = clock.nanoTime();
    for (int i = 0; i < READS; i++) {
      final long nowNs = clock.nanoTime();
      if (nowNs > previousNs) {
        smallestNs = Math.min(smallestNs, nowNs - previousNs);
      }
      previousNs = nowNs;
    }
    return smallestNs;
  }
}
