package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.io.ring.LongRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a descriptor costs on its way over a ring: on one thread, and to another thread and back, which is two hops. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RingBenchmark {
  private static final int CAPACITY = 512;
  private static final long DESCRIPTOR = 4711;

  private final LongRing own = new LongRing(CAPACITY);
  private final LongRing there = new LongRing(CAPACITY);
  private final LongRing back = new LongRing(CAPACITY);
  private Thread other;
  private volatile boolean stopping;

  /** Starts the thread that sends everything back. */
  @Setup(Level.Trial)
  public void start() {
    stopping = false;
    other = Thread.ofPlatform().daemon(true).start(() -> {
      while (!stopping) {
        final long value = there.poll();
        if (value == LongRing.EMPTY) {
          Thread.onSpinWait();
        } else {
          back.offer(value);
        }
      }
    });
  }

  /** Stops it. */
  @TearDown(Level.Trial)
  public void stop() throws InterruptedException {
    stopping = true;
    other.join();
  }

  @Benchmark
  public long offerAndPoll() {
    own.offer(DESCRIPTOR);
    return own.poll();
  }

  @Benchmark
  public long thereAndBack() {
    there.offer(DESCRIPTOR);
    long value = back.poll();
    while (value == LongRing.EMPTY) {
      Thread.onSpinWait();
      value = back.poll();
    }
    return value;
  }
}
