package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.stack.wire.Checksum;
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

/** What the Internet checksum of one payload costs, in the first-level cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChecksumBenchmark {
  private static final int REGION_BYTES = 4096;
  private static final int PAGE_BYTES = 4096;

  @Param({"20", "32", "60", "1400", "1460"})
  private int bytes;

  private Region payload;

  /** Fills the payload with octets that are not all alike. */
  @Setup(Level.Trial)
  public void fill() {
    payload = Region.allocate(REGION_BYTES, PAGE_BYTES);
    for (int i = 0; i < bytes; i++) {
      Memory.putByte(payload.address() + i, i * 31);
    }
  }

  /** Frees the payload. */
  @TearDown(Level.Trial)
  public void free() {
    payload.close();
  }

  /** One sum serves the TCP checksum and the DSS checksum. */
  @Benchmark
  public int sum() {
    return Checksum.finish(Checksum.partial(payload.address(), bytes));
  }
}
