package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.allocation.AllocationComparison;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;

/** {@code bench allocation}: that nothing is allocated a segment, whatever segments meet. */
@Command(
    name = "allocation",
    mixinStandardHelpOptions = true,
    description = "What a million segments allocate: in order, lost, reordered, reinjected, before a shut window.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:nothing", "1:something"})
final class AllocationCommand extends JudgingBenchmark {
  private static final long SEGMENTS = 1_000_000;

  @Override
  BenchReport measure(final Consumer<String> progress) {
    return new AllocationComparison(rounds(), SEGMENTS).run(progress);
  }
}
