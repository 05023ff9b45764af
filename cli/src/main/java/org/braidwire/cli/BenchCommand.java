package org.braidwire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.braidwire.benchmarks.loop.LoopComparison;
import org.braidwire.benchmarks.report.BenchEnvironment;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.cli.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks that are a run of their own; {@code bench micro} is the launcher's, for it is JMH's command line. */
@Command(
    name = "bench",
    description = "Measures the stack side by side with what bounds it; 'bench micro' runs the micro-benchmarks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = BenchStartCommand.class)
public final class BenchCommand implements Runnable {
  private static final int MIN_ROUNDS = 3;
  private static final long SLICE_NS = 250_000_000L;

  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which benchmark? 'loop', 'start' or 'micro'");
  }

  @Command(
      name = "loop",
      mixinStandardHelpOptions = true,
      description =
          "Two whole stacks on in-memory wires in one thread, beside one sum and one copy of each segment.")
  int loop(
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "10",
              description = "Default: ${DEFAULT-VALUE}.")
          final int rounds,
      @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.") final Path json)
      throws IOException {
    if (rounds < MIN_ROUNDS) {
      throw new ParameterException(
          spec.commandLine(), "--rounds must be at least " + MIN_ROUNDS + ", not " + rounds);
    }
    final PrintWriter out = spec.commandLine().getOut();
    final BenchReport report = new LoopComparison(rounds, SLICE_NS).run(line -> {
      out.println(line);
      out.flush();
    });
    report.environment().putAll(BenchEnvironment.describe());
    report.environment().forEach((name, value) -> out.println(name + ": " + value));
    out.print(report.table());
    out.flush();
    if (json != null) {
      Files.writeString(json, Json.write(report) + "\n");
    }
    return ExitStatus.CLEAN;
  }
}
