package org.braidwire.benchmarks.guard;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.braidwire.benchmarks.allocation.AllocationMeter;
import org.braidwire.benchmarks.loop.LoopGauge;
import org.braidwire.benchmarks.loop.LoopProtocol;
import org.braidwire.benchmarks.loop.StackLoop;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * What a build may be refused for, measured within a minute on any machine: that a segment allocates nothing, and that
 * the stack loop is not far off the reference loop of the same run. The bound is three times the target: what a change may
 * make slower before a build is refused, not what is aimed at. Both sides are taken at their best round: what disturbs a
 * machine makes rounds slower, and never all of one side's.
 */
public final class Guard {
  static final String ALLOCATED = "allocated in 1,000,000 segments";
  static final String BEST = "best time a segment";

  private static final int SEGMENTS = 1_000_000;
  private static final int BATCH = 32;
  private static final int FOOTPRINT_BYTES = 64 << 10;

  /** What is rare is warm when it has been compiled; what is allocated a segment shows in every round. */
  private static final int ALLOCATION_ROUNDS = 12;

  private static final double SLACK = 3;
  private static final String PEER = "Braidwire";

  private final int rounds;
  private final long sliceNs;

  /**
   * @param rounds how often each loop is timed
   * @param sliceNs how long each time
   */
  public Guard(final int rounds, final long sliceNs) {
    this.rounds = rounds;
    this.sliceNs = sliceNs;
  }

  /** Runs everything; tells {@code progress} a line a check. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench guard");
    report.environment().put("reference loop", "SHA-256 " + LoopGauge.referenceDigest());
    for (final LoopProtocol protocol : LoopProtocol.values()) {
      allocation(protocol, report, progress);
    }
    times(report, progress);
    return report;
  }

  private static void allocation(
      final LoopProtocol protocol, final BenchReport report, final Consumer<String> progress) {
    final AllocationMeter meter = new AllocationMeter();
    try (StackLoop loop = new StackLoop(protocol, FOOTPRINT_BYTES)) {
      final List<Long> allocated =
          meter.untilNothing(ALLOCATION_ROUNDS, () -> loop.transfer(BATCH), () -> transfer(loop));
      final Measurement result = report.add(
          new Measurement(protocol.title(FOOTPRINT_BYTES), PEER, ALLOCATED, "B", Better.LOWER, new double[] {
            allocated.getLast()
          }));
      report.add(Comparison.bound(result, "nothing", Target.of(0)));
      progress.accept(protocol.title(FOOTPRINT_BYTES) + ", octets allocated round by round: " + allocated);
    }
  }

  private static void transfer(final StackLoop loop) {
    for (int segments = 0; segments < SEGMENTS; segments += BATCH) {
      loop.transfer(BATCH);
    }
  }

  private void times(final BenchReport report, final Consumer<String> progress) {
    try (LoopGauge gauge = new LoopGauge(FOOTPRINT_BYTES)) {
      gauge.run(rounds, sliceNs);
      final Measurement floor = report.add(best("sum and copy", "reference loop", gauge.referenceNs()));
      for (final LoopProtocol protocol : LoopProtocol.values()) {
        final Measurement ours =
            report.add(best(protocol.title(FOOTPRINT_BYTES), PEER, gauge.stackNs(protocol)));
        final Comparison ratio = Comparison.ratio(
            ours, floor, Target.of(SLACK * protocol.target().bound()));
        report.add(ratio);
        progress.accept(String.format(
            Locale.ROOT,
            "%s: %.1f ns, %.2f times the reference loop",
            ours.name(),
            ours.median(),
            ratio.value()));
      }
    }
  }

  private static Measurement best(final String name, final String peer, final double ns) {
    return new Measurement(name, peer, BEST, "ns", Better.LOWER, new double[] {ns});
  }
}
