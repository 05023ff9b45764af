package org.braidwire.cli.bench;

import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.BenchHost;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.setup.SetupComparison;
import org.braidwire.benchmarks.setup.SetupPlan;
import org.braidwire.cli.options.PortOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench setup}: connections made and closed. */
@Command(
    name = "setup",
    mixinStandardHelpOptions = true,
    description =
        "Connections made, greeted and closed in order over a veth link, 64 at once and one after another, beside the"
            + " kernel's MPTCP and TCP.")
final class SetupCommand extends Benchmark {
  @Mixin
  private PortOptions ports = new PortOptions();

  @Mixin
  private LogOption logs = new LogOption();

  @Override
  BenchReport measure(final Consumer<String> progress) {
    BenchHost.requireLaboratory();
    return new SetupComparison(SetupPlan.of(ports.choice(), rounds(), logs.folder())).run(progress);
  }
}
