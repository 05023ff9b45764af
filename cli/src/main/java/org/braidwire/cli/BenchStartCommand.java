package org.braidwire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.braidwire.benchmarks.report.BenchEnvironment;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.start.StartComparison;
import org.braidwire.cli.json.Json;
import org.braidwire.cli.options.Quantities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what the launcher's profiles and AOT caches do to a start. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a JVM with each profile, with its AOT cache and without: time to the first byte over an in-memory"
          + " wire, time until its p99 is steady, and what that is.",
      "Caches are made by './braidwire dev aot'."
    })
final class BenchStartCommand implements Callable<Integer> {
  private static final String HOME_PROPERTY = "braidwire.home";
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final int MAX_ROUNDS = 100;

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Starts of each case, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      defaultValue = "6s",
      description = "How long each process runs, at least 2s (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw wrong("--rounds must be 1 to " + MAX_ROUNDS + ", not " + rounds);
    }
    if (duration.compareTo(SHORTEST) < 0) {
      throw wrong("--duration must be at least 2s");
    }
    final String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw wrong("'bench start' starts what the launcher starts; run it by ./braidwire");
    }
    final PrintWriter out = spec.commandLine().getOut();
    final BenchReport report = new StartComparison(Path.of(home), rounds, duration.toNanos()).run(line -> {
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

  private ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
