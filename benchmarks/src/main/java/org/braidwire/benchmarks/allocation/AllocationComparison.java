package org.braidwire.benchmarks.allocation;

import java.util.List;
import java.util.function.Consumer;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * What a million segments allocate on the way from one application to the other and back, in both shapes of threads, on
 * in-memory wires. The JVM allocates by itself, once for each class and not for each segment, when a rare path is walked or
 * compiled first; what is allocated by segment shows in every round. So a case is over with its first round of nothing. The
 * thread that runs the benchmark; used once.
 */
public final class AllocationComparison {
  static final String ALLOCATED = "allocated";
  private static final String PEER = "Braidwire";
  private static final String SHAPE = ", ports driven by agents";

  private final int rounds;
  private final long segments;

  /**
   * @param rounds most rounds of a case
   * @param segments in each of them
   */
  public AllocationComparison(final int rounds, final long segments) {
    this.rounds = rounds;
    this.segments = segments;
  }

  /** Runs everything; tells {@code progress} a line a case. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench allocation");
    report.environment()
        .put("a round", segments + " segments' worth of octets for one of the applications, which both send");
    for (final AllocationCase what : AllocationCase.values()) {
      measure(what, false, report, progress);
      measure(what, true, report, progress);
    }
    return report;
  }

  private void measure(
      final AllocationCase what,
      final boolean nicAgents,
      final BenchReport report,
      final Consumer<String> progress) {
    final String name = what.title + (nicAgents ? SHAPE : "");
    final AllocationMeter meter = new AllocationMeter();
    try (AllocationPair pair = new AllocationPair(what, nicAgents)) {
      pair.transfer(segments);
      final List<Long> allocated = meter.untilNothing(
          rounds,
          () -> {
            pair.transfer(segments / 10);
            pair.beginRound();
          },
          () -> pair.transfer(segments));
      pair.check(); // of the last round, which is the one that counts
      final Measurement result = report.add(
          new Measurement(name, PEER, ALLOCATED, "B", Better.LOWER, new double[] {allocated.getLast()}));
      report.add(Comparison.bound(result, "nothing", Target.of(0)));
      progress.accept(name + ", octets allocated round by round: " + allocated);
    }
  }
}
