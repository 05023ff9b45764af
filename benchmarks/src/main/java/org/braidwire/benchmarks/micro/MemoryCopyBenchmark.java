package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a copy of one payload costs: the price of the one copy that AF_PACKET's receive path may make. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryCopyBenchmark {
  private static final int REGION_BYTES = 4096;
  private static final int PAGE_BYTES = 4096;

  @Param({"64", "1460"})
  private int bytes;

  private Region from;
  private Region to;

  /** Allocates both ends. */
  @Setup(Level.Trial)
  public void allocate() {
    from = Region.allocate(REGION_BYTES, PAGE_BYTES);
    to = Region.allocate(REGION_BYTES, PAGE_BYTES);
  }

  /** Frees both ends. */
  @TearDown(Level.Trial)
  public void free() {
    from.close();
    to.close();
  }

  @Benchmark
  public long copy() {
    Memory.copy(from.address(), to.address(), bytes);
    return to.address();
  }
}
