package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.RxSlicePool;
import org.braidwire.stack.subflow.SliceQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a segment costs that came out of order: held in its place, and let go when the gap before it is filled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReassemblyBenchmark {
  private static final int FRAMES = 2048;
  private static final int CHUNKS = 1;
  private static final int SEGMENTS = 64;
  private static final int SEGMENT_BYTES = 1400;

  /** Segments that were held before. */
  @Param({"0", "256"})
  private int held;

  private PacketMemory memory;
  private RxSlicePool pool;
  private SliceQueue queue;
  private long frame;

  /** Holds segments behind the ones that are measured. */
  @Setup(Level.Trial)
  public void hold() {
    memory = PacketMemory.allocate(FRAMES, CHUNKS);
    pool = new RxSlicePool(FRAMES, memory, new Counters());
    queue = new SliceQueue(pool, new PinnedFrames(pool));
    frame = memory.frames().lease();
    for (int i = 0; i < held; i++) {
      queue.insert(slice(SEGMENTS + 1 + i));
    }
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void free() {
    queue.clear();
    memory.close();
  }

  private RxSlice slice(final int segment) {
    return pool.take((long) segment * SEGMENT_BYTES, frame, SEGMENT_BYTES);
  }

  /** The first of a row was lost; the others come in order and wait; then it is sent again. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public int oneHole() {
    for (int segment = 1; segment < SEGMENTS; segment++) {
      queue.insert(slice(segment));
    }
    queue.insert(slice(0));
    return takeInOrder();
  }

  /** Every second one comes first: each of the others fills a hole. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public int everySecondHole() {
    for (int segment = 1; segment < SEGMENTS; segment += 2) {
      queue.insert(slice(segment));
    }
    for (int segment = 0; segment < SEGMENTS; segment += 2) {
      queue.insert(slice(segment));
    }
    return takeInOrder();
  }

  private int takeInOrder() {
    int taken = 0;
    long next = 0;
    for (RxSlice due = queue.pollUpTo(next); due != null; due = queue.pollUpTo(next)) {
      next = due.end();
      pool.recycle(due);
      taken++;
    }
    return taken;
  }
}
