package org.braidwire.cli.bench;

import java.util.List;
import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.BenchHost;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.setup.SetupComparison;
import org.braidwire.benchmarks.setup.SetupPlan;
import org.braidwire.cli.options.PortOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench setup}: how fast connections come and go. */
@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    description =
        "Connections a second with 1 and with 64 under way, and the time from connecting to the first octet of the"
            + " answer, over a veth link, beside the kernel's MPTCP and TCP, each spinning or sleeping on a core each or"
            + " sleeping on one; the fastest way of each counts. Every connection is closed in both directions, its TIME_WAIT kept.")
final class SetupCommand extends Benchmark {
  /** Shorter runs are no figure to publish. */
  private static final int RULED_SECONDS = 10;

  /** Longer, and the first connections leave TIME_WAIT within the run; a client keeps each of them until then. */
  private static final int MOST_SECONDS = 20;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = {
        "Length of a run, 1 to 20 (default: ${DEFAULT-VALUE}).",
        "Each of its connections keeps some 3 kB of heap at either end until it is over."
      })
  private int seconds;

  @Mixin
  private PortOptions ports = new PortOptions();

  @Mixin
  private LogOption logs = new LogOption();

  @Override
  List<String> shortfalls() {
    return seconds < RULED_SECONDS ? List.of("runs of " + seconds + " s, not " + RULED_SECONDS) : List.of();
  }

  @Override
  BenchReport measure(final Consumer<String> progress) {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw wrong("--seconds must be 1 to " + MOST_SECONDS + ", not " + seconds);
    }
    BenchHost.requireLaboratory();
    return new SetupComparison(SetupPlan.of(ports.choice(), rounds(), seconds, logs.folder(json()))).run(progress);
  }
}
