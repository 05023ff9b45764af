package org.braidwire.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.base.Timers;
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

/** What a deadline costs: moved later, as nearly every acknowledgement does; come up; and looked at in vain. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimersBenchmark {
  private static final long FAR_NS = 1L << 40;
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Timers that are armed beside the one that is measured. */
  @Param({"16", "100000"})
  private int others;

  private final Timer timer = new Silent();
  private Timers timers;
  private long nowNs;

  /** Arms the others, far away. */
  @Setup(Level.Trial)
  public void arm() {
    timers = new Timers();
    for (int i = 0; i < others; i++) {
      timers.arm(new Silent(), FAR_NS + i);
    }
    timers.arm(timer, FAR_NS);
  }

  /** The retransmission time-out moves with an acknowledgement. */
  @Benchmark
  public void moveLater() {
    timers.arm(timer, FAR_NS + ++nowNs);
  }

  /** A deadline is set and comes up. */
  @Benchmark
  public int armAndFire() {
    timers.remove(timer);
    timers.arm(timer, ++nowNs);
    return timers.poll(nowNs, NO_LIMIT);
  }

  /** Nothing is due. */
  @Benchmark
  public int pollInVain() {
    return timers.poll(0, NO_LIMIT);
  }

  private static final class Silent extends Timer {
    @Override
    protected void onDeadline(final long firedNs) {
      // what follows from a deadline is not the timers' cost
    }
  }
}
