package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.footprint.FootprintComparison;
import org.braidwire.benchmarks.footprint.FootprintPlan;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench footprint}: what a connection occupies while it rests. */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    description = "Memory of an idle connection, from 100,000 of them on in-memory wires in one process.")
final class FootprintCommand extends Benchmark {
  @Option(names = "--million", description = "One process more, with 1,000,000 connections.")
  private boolean million;

  @Override
  BenchReport measure(final Consumer<String> progress) {
    return new FootprintComparison(FootprintPlan.of(rounds(), million)).run(progress);
  }
}
