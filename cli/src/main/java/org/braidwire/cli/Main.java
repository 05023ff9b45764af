package org.braidwire.cli;

import org.braidwire.cli.bench.BenchCommand;
import org.braidwire.cli.demo.DemoCommand;
import org.braidwire.cli.demo.SoakCommand;
import org.braidwire.cli.gateway.GatewayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The one command, {@code braidwire}. Thin: it hands the arguments to a sub-command and turns its end into an exit
 * status; a failure is one line on standard error, never a stack trace unless {@code BRAIDWIRE_DEBUG} is set.
 */
@Command(
    name = "braidwire",
    description = "Multipath TCP (RFC 8684) that takes its packets from the wire by itself.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      SoakCommand.class,
      ListenCommand.class,
      ConnectCommand.class,
      GatewayCommand.class,
      SimCommand.class,
      DoctorCommand.class,
      StatCommand.class,
      JitterCommand.class,
      BenchCommand.class
    },
    footer = {"", "Also: 'braidwire dev help' lists the daily tasks."})
public final class Main {
  private Main() {}

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(final String[] arguments) {
    int status;
    try {
      status = commandLine().execute(arguments);
    } catch (final OutOfMemoryError exhausted) {
      System.err.println("braidwire: out of memory (" + exhausted.getMessage()
          + "); BRAIDWIRE_JAVA_OPTS=-Xmx1g gives the heap more");
      status = ExitStatus.FAILED;
    }
    System.exit(status);
  }

  /** The command with everything that decides about messages and exit status; for tests, too. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Failures::onUsage)
        .setExecutionExceptionHandler(Failures::onExecution);
  }
}
