package org.braidwire.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.braidwire.benchmarks.micro.MicroBenchmarks;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench micro}: the parts of a segment's way, one by one, by JMH. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description = "What checksums, options, reassembly, look-up, rings, timers, HMACs and schedulers cost, by JMH.")
final class MicroCommand extends Benchmark {
  @Parameters(
      arity = "0..*",
      paramLabel = "PATTERN",
      description = "Which ones, all by default; after '--' JMH's own options, such as -- -prof gc Ring.")
  private List<String> jmh = new ArrayList<>();

  @Override
  BenchReport measure(final Consumer<String> progress) {
    try {
      return MicroBenchmarks.run(rounds(), jmh);
    } catch (final IllegalArgumentException unknown) {
      throw wrong(unknown.getMessage());
    }
  }
}
