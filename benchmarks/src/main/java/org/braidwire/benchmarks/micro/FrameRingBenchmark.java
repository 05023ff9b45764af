package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.io.port.Offload;
import org.braidwire.io.ring.FrameRing;
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

/** What {@link RingBenchmark} asks, of the ring that frames cross by between the engine and the thread of its ports. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameRingBenchmark {
  private static final int CAPACITY = 512;
  private static final long HEADER = 4711;
  private static final int HEADER_BYTES = 66;
  private static final long PAYLOAD = 0x1_0000;
  private static final int PAYLOAD_BYTES = 1_448;

  private final FrameRing own = new FrameRing(CAPACITY);
  private final FrameRing there = new FrameRing(CAPACITY);
  private final FrameRing back = new FrameRing(CAPACITY);
  private Thread other;
  private volatile boolean stopping;

  /** Starts the thread that sends everything back. */
  @Setup(Level.Trial)
  public void start() {
    stopping = false;
    other = Thread.ofPlatform().daemon(true).start(() -> {
      while (!stopping) {
        final long header = there.peek();
        if (header == FrameRing.EMPTY) {
          Thread.onSpinWait();
        } else {
          back.offer(
              header, there.headerBytes(), there.payloadAddress(), there.payloadBytes(), there.offload());
          there.take();
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
    own.offer(HEADER, HEADER_BYTES, PAYLOAD, PAYLOAD_BYTES, Offload.NONE);
    return take(own);
  }

  @Benchmark
  public long thereAndBack() {
    there.offer(HEADER, HEADER_BYTES, PAYLOAD, PAYLOAD_BYTES, Offload.NONE);
    while (back.peek() == FrameRing.EMPTY) {
      Thread.onSpinWait();
    }
    return take(back);
  }

  /** All that a descriptor says, in one number. */
  private static long take(final FrameRing ring) {
    final long sum =
        ring.peek() + ring.headerBytes() + ring.payloadAddress() + ring.payloadBytes() + ring.offload();
    ring.take();
    return sum;
  }
}
