package org.braidwire.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.start.StartComparison;
import org.braidwire.cli.options.Quantities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench start}: what the launcher's profiles and AOT caches do to a start. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a JVM with each profile, with its AOT cache and without: time to the first byte over an in-memory"
          + " wire, time until its p99 is steady, and what that is.",
      "Caches are made by './braidwire dev aot'."
    })
final class StartCommand extends Benchmark {
  private static final String HOME_PROPERTY = "braidwire.home";
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      defaultValue = "6s",
      description = "How long each process runs, at least 2s (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Override
  BenchReport measure(final Consumer<String> progress) throws IOException, InterruptedException {
    if (duration.compareTo(SHORTEST) < 0) {
      throw wrong("--duration must be at least 2s");
    }
    final String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw wrong("'bench start' starts what the launcher starts; run it by ./braidwire");
    }
    return new StartComparison(Path.of(home), rounds(), duration.toNanos()).run(progress);
  }
}
