package org.braidwire.lab.interop;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.lab.PatternSink;

/**
 * What one direction delivers, in order, window by window, and its longest pause. Time is the machine's as far as the
 * test was given it: a look that comes late counts for no more than {@link #LATE_LOOK_NS}, for then the machine stood
 * still and not the connection. The test's thread.
 */
final class Goodput {
  static final long WINDOW_NS = 500_000_000;
  private static final long LATE_LOOK_NS = 50_000_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long LOOK_MS = 10;

  private final PatternSink sink;
  private final List<Long> windows = new ArrayList<>();
  private final long beganBytes;
  private long seenBytes;
  private long windowBeganBytes;
  private long windowNs;
  private long pauseNs;
  private long longestPauseNs;
  private long watchedNs;

  private Goodput(final PatternSink sink) {
    this.sink = sink;
    beganBytes = sink.bytes();
    seenBytes = beganBytes;
    windowBeganBytes = beganBytes;
  }

  /** Both directions from now on. */
  static Both of(final PatternSink up, final PatternSink down) {
    return new Both(new Goodput(up), new Goodput(down));
  }

  /**
   * @param up what the kernel sends
   * @param down what Braidwire sends
   */
  record Both(Goodput up, Goodput down) {
    /** Looks for {@code durationMs}, however much of it counts. */
    void watch(final long durationMs) throws InterruptedException {
      final long beganNs = System.nanoTime();
      long lookedNs = beganNs;
      while (lookedNs - beganNs < durationMs * NS_PER_MS) {
        Thread.sleep(LOOK_MS);
        final long nowNs = System.nanoTime();
        final long passedNs = Math.min(LATE_LOOK_NS, nowNs - lookedNs);
        up.look(passedNs);
        down.look(passedNs);
        lookedNs = nowNs;
      }
    }
  }

  private void look(final long passedNs) {
    final long nowBytes = sink.bytes();
    watchedNs += passedNs;
    pauseNs += passedNs;
    longestPauseNs = Math.max(longestPauseNs, pauseNs);
    if (nowBytes != seenBytes) {
      seenBytes = nowBytes;
      pauseNs = 0;
    }
    windowNs += passedNs;
    if (windowNs >= WINDOW_NS) {
      windows.add((nowBytes - windowBeganBytes) * WINDOW_NS / windowNs);
      windowBeganBytes = nowBytes;
      windowNs = 0;
    }
  }

  /** Octets of each window that is over, in their order. */
  List<Long> windows() {
    return List.copyOf(windows);
  }

  /** Octets a window, of all that was watched. */
  long meanWindowBytes() {
    return (long) ((double) (seenBytes - beganBytes) * WINDOW_NS / watchedNs);
  }

  /** Of a pause that lasts, what has passed of it. */
  long longestPauseMs() {
    return longestPauseNs / NS_PER_MS;
  }
}
