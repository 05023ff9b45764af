package org.braidwire.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.Callable;
import org.braidwire.cli.json.Json;
import org.braidwire.cli.options.Quantities;
import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.tuning.doctor.CpuList;
import org.braidwire.tuning.jitter.JitterProbe;
import org.braidwire.tuning.jitter.JitterReport;
import org.braidwire.tuning.jitter.JitterTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what the machine itself takes from a core that an engine would have. */
@Command(
    name = "jitter",
    description = {
      "Spins on one pinned core, reading the clock, and shows how long each turn took: what the kernel, the"
          + " hypervisor and the machine take away.",
      "No latency measured on this core can be better than that."
    },
    mixinStandardHelpOptions = true)
final class JitterCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  @Spec
  private CommandSpec spec;

  @Option(names = "--core", paramLabel = "N", description = "Where to spin; the last core there is by default.")
  private Integer core;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      defaultValue = "5s",
      description = "How long, 10ms to 60min (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(names = "--json", description = "One line of JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw wrong("--duration must be 10ms to 60min");
    }
    final BitSet cores = CpuAffinity.get();
    if (core != null && (core < 0 || !cores.get(core))) {
      throw wrong("--core " + core + " is not one of those this process may use: " + CpuList.format(cores));
    }
    final JitterReport report = JitterProbe.run(core == null ? cores.length() - 1 : core, duration.toNanos());
    final PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.write(report) + "\n" : JitterTable.format(report));
    out.flush();
    return ExitStatus.CLEAN;
  }

  private ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
