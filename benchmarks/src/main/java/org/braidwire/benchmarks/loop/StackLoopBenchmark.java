package org.braidwire.benchmarks.loop;

import java.util.concurrent.TimeUnit;
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

/** Nanoseconds a segment through the whole stack and back, beside the floor of one sum and one copy. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
public class StackLoopBenchmark {
  private static final int BATCH = 32;

  @Param({"TCP", "MPTCP", "MPTCP_TWO_SUBFLOWS"})
  private LoopProtocol protocol;

  @Param({"65536", "4194304"})
  private int footprintBytes;

  private StackLoop loop;
  private ApplicationBytes bytes;

  /** Opens the loop. */
  @Setup(Level.Trial)
  public void open() {
    loop = new StackLoop(protocol, footprintBytes);
    bytes = new ApplicationBytes(footprintBytes);
  }

  /** Closes it, which fails if something was lost on the way. */
  @TearDown(Level.Trial)
  public void close() {
    loop.close();
    bytes.close();
  }

  /** Batches, with one acknowledgement for two segments. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long batchOf32() {
    return loop.transfer(BATCH);
  }

  /** The floor. */
  @Benchmark
  public int floor() {
    return bytes.floor(StackLoop.PAYLOAD_BYTES);
  }
}
