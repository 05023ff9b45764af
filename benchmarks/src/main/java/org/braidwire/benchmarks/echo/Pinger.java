package org.braidwire.benchmarks.echo;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.braidwire.benchmarks.report.BenchException;

/**
 * Sends messages by one near end and times their return, in two ways: one after another, or at a fixed rate whatever
 * comes back. The near end's thread.
 */
final class Pinger {
  /** Messages under way at most at a fixed rate: more is a peer that does not keep up. */
  private static final int MAX_OUTSTANDING = 1 << 16;

  private static final long PATIENCE_NS = 10_000_000_000L;
  private static final int TURNS_BETWEEN_LOOKS = 1 << 16;

  private final EchoNear near;
  private final long[] intendedNs = new long[MAX_OUTSTANDING];
  private long sent;
  private long received;

  Pinger(final EchoNear near) {
    this.near = near;
  }

  /** One message after another for about {@code forNs}. */
  EchoSlice closedLoop(final long forNs) {
    final Histogram times = EchoSlice.histogram();
    final long before = sent;
    final long endNs = System.nanoTime() + forNs;
    long nowNs = System.nanoTime();
    while (nowNs < endNs) {
      final long startNs = nowNs;
      near.send(sent++);
      await();
      nowNs = System.nanoTime();
      times.recordValue(nowNs - startNs);
    }
    return new EchoSlice(times, sent - before);
  }

  private void await() {
    int turns = 0;
    long deadlineNs = 0;
    int back = near.turn();
    while (back == 0) {
      if (++turns % TURNS_BETWEEN_LOOKS == 0) {
        deadlineNs = patience(deadlineNs);
      }
      back = near.turn();
    }
    received += back;
    if (received != sent) {
      throw new BenchException(sent + " messages were sent and " + received + " came back");
    }
  }

  /** Messages at {@code perSecond} for {@code forNs}; a round trip begins when its message was to be sent. */
  EchoSlice openLoop(final long forNs, final int perSecond) {
    final Histogram times = EchoSlice.histogram();
    final long before = sent;
    final long total = before + forNs * perSecond / TimeUnit.SECONDS.toNanos(1);
    final long startNs = System.nanoTime();
    final long deadlineNs = startNs + forNs + PATIENCE_NS;
    while (received < total) {
      final long nowNs = System.nanoTime();
      final long dueNs = startNs + (sent - before) * TimeUnit.SECONDS.toNanos(1) / perSecond;
      if (sent < total && nowNs >= dueNs) {
        if (sent - received == MAX_OUTSTANDING) {
          throw new BenchException(MAX_OUTSTANDING + " messages are under way: the peer does not keep up");
        }
        intendedNs[(int) sent & MAX_OUTSTANDING - 1] = dueNs;
        near.send(sent++);
      }
      record(near.turn(), times);
      if (nowNs > deadlineNs) {
        throw new BenchException(
            sent - before + " messages were sent and only " + (received - before) + " came back");
      }
    }
    return new EchoSlice(times, total - before);
  }

  private void record(final int back, final Histogram times) {
    if (back > 0) {
      final long nowNs = System.nanoTime();
      for (int i = 0; i < back; i++) {
        times.recordValue(nowNs - intendedNs[(int) received & MAX_OUTSTANDING - 1]);
        received++;
      }
    }
  }

  private static long patience(final long deadlineNs) {
    final long nowNs = System.nanoTime();
    if (deadlineNs == 0) {
      return nowNs + PATIENCE_NS;
    }
    if (nowNs > deadlineNs) {
      throw new BenchException(
          "a message did not come back within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NS) + " s");
    }
    return deadlineNs;
  }
}
