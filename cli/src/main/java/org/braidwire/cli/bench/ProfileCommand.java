package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.profile.LoopProfile;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;

/** {@code bench profile}: where the stack loop's time goes. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Time a segment in the stack loop, by the stations of its way.")
final class ProfileCommand extends Benchmark {
  private static final long SLICE_NS = 3_000_000_000L;
  private static final int ROUNDS = 5;

  @Override
  int defaultRounds() {
    return ROUNDS;
  }

  @Override
  BenchReport measure(final Consumer<String> progress) {
    return new LoopProfile(rounds(), SLICE_NS).run(progress);
  }
}
