package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.scheduler.Scheduler;
import org.braidwire.scheduler.Schedulers;
import org.braidwire.scheduler.SubflowView;
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
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to ask which subflow carries the next bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SchedulerBenchmark {
  private static final int WAITING_BYTES = 64 << 10;

  @Param({"lowest-rtt", "active-backup"})
  private String policy;

  @Param({"1", "2", "8"})
  private int subflows;

  private Scheduler scheduler;
  private SubflowView[] views;

  /** Makes subflows that could all send, the last one best. */
  @Setup(Level.Trial)
  public void make() {
    scheduler = Schedulers.byName(policy);
    views = new SubflowView[subflows];
    for (int i = 0; i < subflows; i++) {
      views[i] = new Fixed(i, 1_000_000L - i);
    }
  }

  @Benchmark
  public int select() {
    return scheduler.select(views, subflows, WAITING_BYTES);
  }

  /** A subflow with room. */
  private record Fixed(int id, long srttNs) implements SubflowView {
    @Override
    public boolean usable() {
      return true;
    }

    @Override
    public boolean backup() {
      return false;
    }

    @Override
    public boolean suspect() {
      return false;
    }

    @Override
    public long rttVarNs() {
      return srttNs / 2;
    }

    @Override
    public int sendableBytes() {
      return WAITING_BYTES;
    }

    @Override
    public long cwndBytes() {
      return 2L * WAITING_BYTES;
    }

    @Override
    public long flightSizeBytes() {
      return WAITING_BYTES;
    }

    @Override
    public long lastProgressNs() {
      return 0;
    }
  }
}
