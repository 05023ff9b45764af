package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.stack.wire.MptcpCrypto;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What keys cost at set-up: a token and an initial number from a key, and the HMAC of a join. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HmacBenchmark {
  private final MptcpCrypto crypto = new MptcpCrypto();
  private long key = 0x0123_4567_89ab_cdefL;

  @Benchmark
  public int token() {
    return crypto.token(key++);
  }

  @Benchmark
  public long joinHmac() {
    return crypto.joinSynAckHmac(key++, ~key, (int) key, (int) ~key);
  }
}
