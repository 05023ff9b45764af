package org.braidwire.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks, one command each. */
@Command(
    name = "bench",
    description = "Measures the stack side by side with what bounds it and with what others use instead.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      WireCommand.class,
      RttCommand.class,
      BulkCommand.class,
      SetupCommand.class,
      FootprintCommand.class,
      LoopCommand.class,
      EnginesCommand.class,
      ProfileCommand.class,
      StartCommand.class,
      AllocationCommand.class,
      MicroCommand.class,
      GuardCommand.class,
      CompareCommand.class,
      ReportCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which benchmark? " + String.join(", ", spec.subcommands().keySet()));
  }
}
