package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.engines.EnginesComparison;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;

/** {@code bench engines}: what engines of one process lose by sharing links. */
@Command(
    name = "engines",
    mixinStandardHelpOptions = true,
    description =
        "Two engines that share in-memory links, beside two stacks that share nothing; and what it costs to"
            + " forward a segment that reached the wrong engine.")
final class EnginesCommand extends Benchmark {
  private static final long SLICE_NS = 500_000_000L;

  @Override
  BenchReport measure(final Consumer<String> progress) {
    return new EnginesComparison(rounds(), SLICE_NS).run(progress);
  }
}
