package org.braidwire.benchmarks.start;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braidwire.benchmarks.loop.LoopProtocol;
import org.braidwire.benchmarks.loop.StackLoop;

/**
 * The process whose start is measured: opens a Multipath TCP connection over an in-memory wire, and sends two segments
 * each time the two before are acknowledged, until its time is over. Tells the three figures of a {@link Run} in one
 * line.
 */
final class StartProbe {
  private static final int FOOTPRINT_BYTES = 64 << 10;
  private static final long WINDOW_NS = 100_000_000L;

  /** Sent at once: the second one is acknowledged when it comes, a single one when its ACK is no longer delayed. */
  private static final int SEGMENTS = 2;

  /** Of one window; one that would have more is cut. */
  private static final int MAX_SAMPLES = 500_000;

  private static final int FIGURES = 3;
  private static final int PERCENT = 100;
  private static final int PERCENTILE = 99;

  private final long[] samples = new long[MAX_SAMPLES];

  StartProbe() {}

  /**
   * What one start was like, in nanoseconds; the times count from when the process was asked for.
   *
   * @param firstByteNs when the first segments had arrived and were acknowledged
   * @param steadyNs from when on it was as fast as it became
   * @param steadyP99Ns how fast that was: the 99th percentile of two segments there and their acknowledgement back
   */
  record Run(long firstByteNs, long steadyNs, long steadyP99Ns) {
    String line() {
      return firstByteNs + " " + steadyNs + " " + steadyP99Ns;
    }

    /** Reads a line; {@link IllegalArgumentException} where it is none. */
    static Run parse(final String line) {
      final String[] numbers = line.split(" ");
      if (numbers.length != FIGURES) {
        throw new IllegalArgumentException("not the figures of a start: '" + line + "'");
      }
      return new Run(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
  }

  /** {@code STARTED_NS DURATION_NS}: when it was asked for, by the monotonic clock that both processes read. */
  public static void main(final String[] arguments) {
    final Run run = new StartProbe().run(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
    System.out.println(run.line());
  }

  Run run(final long startedNs, final long durationNs) {
    try (StackLoop loop = new StackLoop(LoopProtocol.MPTCP, FOOTPRINT_BYTES)) {
      loop.transfer(SEGMENTS);
      final long firstByteNs = System.nanoTime() - startedNs;
      final List<Long> ends = new ArrayList<>();
      final List<Long> p99s = new ArrayList<>();
      while (ends.isEmpty() || System.nanoTime() - startedNs < durationNs) {
        p99s.add(window(loop));
        ends.add(System.nanoTime() - startedNs);
      }
      final SteadyState steady = SteadyState.of(toArray(ends), toArray(p99s));
      return new Run(firstByteNs, steady.atNs(), steady.p99Ns());
    }
  }

  private long window(final StackLoop loop) {
    final long beganNs = System.nanoTime();
    long nowNs = beganNs;
    int count = 0;
    while (nowNs - beganNs < WINDOW_NS && count < MAX_SAMPLES) {
      loop.transfer(SEGMENTS);
      final long thenNs = System.nanoTime();
      samples[count++] = thenNs - nowNs;
      nowNs = thenNs;
    }
    Arrays.sort(samples, 0, count);
    return samples[(int) ((long) count * PERCENTILE / PERCENT)];
  }

  private static long[] toArray(final List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
