package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.guard.Guard;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;

/** {@code bench guard}: what CI refuses a change for. */
@Command(
    name = "guard",
    mixinStandardHelpOptions = true,
    description = "Within a minute: that a segment allocates nothing, and that the stack loop is not far off.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:it holds", "1:it does not"})
final class GuardCommand extends JudgingBenchmark {
  private static final long SLICE_NS = 200_000_000L;
  private static final int ROUNDS = 20;

  @Override
  int defaultRounds() {
    return ROUNDS;
  }

  @Override
  BenchReport measure(final Consumer<String> progress) {
    return new Guard(rounds(), SLICE_NS).run(progress);
  }
}
