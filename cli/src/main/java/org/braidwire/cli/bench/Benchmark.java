package org.braidwire.cli.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common as commands: rounds, progress on standard output, one line where they cannot be. */
abstract class Benchmark implements Callable<Integer> {
  private static final int MIN_ROUNDS = 3;

  /** Fewer are no figure to publish. */
  private static final int ROUNDS = 10;

  @Option(names = "--rounds", paramLabel = "N", description = "How often each peer is measured, in turn; at least 3.")
  private Integer rounds;

  @Mixin
  private Outputs outputs = new Outputs();

  @Spec
  private CommandSpec spec;

  /** Makes the figures; tells {@code progress} a line now and then. */
  abstract BenchReport measure(Consumer<String> progress) throws Exception;

  @Override
  public final Integer call() throws Exception {
    if (rounds() < MIN_ROUNDS) {
      throw wrong("--rounds must be at least " + MIN_ROUNDS + ", not " + rounds);
    }
    outputs.check(spec);
    try {
      final PrintWriter out = spec.commandLine().getOut();
      final BenchReport report = measure(line -> {
        out.println(line);
        out.flush();
      });
      final List<String> below = new ArrayList<>(shortfalls());
      if (rounds() < ROUNDS) {
        below.add("fewer than " + ROUNDS + " rounds");
      }
      if (!below.isEmpty()) {
        report.environment().put("below the rule for figures", String.join(", ", below));
      }
      outputs.publish(report, spec);
      return status(report);
    } catch (final BenchException unable) {
      spec.commandLine().getErr().println("braidwire: " + unable.getMessage());
      spec.commandLine().getErr().flush();
      return BenchStatus.UNABLE;
    }
  }

  /** The exit status: a benchmark tells figures and passes no sentence, unless it says otherwise. */
  int status(final BenchReport report) {
    return BenchStatus.CLEAN;
  }

  /** Where this command, besides its rounds, does less than a figure needs that is published; none of it as a rule. */
  List<String> shortfalls() {
    return List.of();
  }

  /** Where the figures go, or null. */
  final Path json() {
    return outputs.json();
  }

  final int rounds() {
    return rounds == null ? defaultRounds() : rounds;
  }

  /** How often each peer is measured where the option does not say. */
  int defaultRounds() {
    return ROUNDS;
  }

  /** One clear line about an option. */
  final ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
