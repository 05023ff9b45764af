package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.loop.LoopComparison;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;

/** {@code bench loop}: what a segment costs the stack itself. */
@Command(
    name = "loop",
    mixinStandardHelpOptions = true,
    description = "Two whole stacks on in-memory wires in one thread, beside one sum and one copy of each segment.")
final class LoopCommand extends Benchmark {
  private static final long SLICE_NS = 250_000_000L;

  @Override
  BenchReport measure(final Consumer<String> progress) {
    return new LoopComparison(rounds(), SLICE_NS).run(progress);
  }
}
