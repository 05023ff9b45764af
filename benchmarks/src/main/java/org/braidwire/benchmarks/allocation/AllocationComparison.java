package org.braidwire.benchmarks.allocation;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * What a million segments allocate on the way from one application to the other and back, on in-memory wires: with
 * ports that the engine polls, and with ports behind the rings of agents, which the engine's own thread drives. The JVM
 * allocates by itself, once for each class and not for each segment, when a rare path is walked or compiled first; what is
 * allocated by segment shows in every round. So a case is over with its first round of nothing. The thread that runs the
 * benchmark; used once.
 */
public final class AllocationComparison {
  static final String ALLOCATED = "allocated";

  /** The fact of a figure that tells every round, also those before the one that counts. */
  static final String ROUNDS = "octets allocated round by round";

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
    final BenchReport report = BenchReport.begin(title());
    report.environment()
        .put("a round", segments + " segments' worth of octets for one of the applications, which both send");
    report.environment()
        .put(
            "both shapes",
            "ports that the engine polls, and port agents with their rings; stacks and agents all run on one"
                + " thread, which is the one counted");
    report.environment()
        .put(
            "what counts",
            "the first round that allocates nothing, the last one where none of " + rounds + " does");
    for (final AllocationCase what : AllocationCase.values()) {
      measure(what, false, report, progress);
      measure(what, true, report, progress);
    }
    return report;
  }

  private static String title() {
    final boolean escapeAnalysis =
        !ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:-DoEscapeAnalysis");
    return escapeAnalysis ? "bench allocation" : "bench allocation, without escape analysis";
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
          new Measurement(name, PEER, ALLOCATED, "B", Better.LOWER, new double[] {allocated.getLast()})
              .withUsed(Map.of(ROUNDS, words(allocated))));
      report.add(Comparison.bound(result, "nothing", Target.of(0)));
      progress.accept(name + ", " + ROUNDS + ": " + words(allocated));
    }
  }

  private static String words(final List<Long> rounds) {
    return rounds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
