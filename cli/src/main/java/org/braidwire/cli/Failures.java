package org.braidwire.cli;

import java.io.PrintWriter;
import org.braidwire.cli.options.FailureText;
import org.braidwire.cli.options.Shutdown;
import org.braidwire.io.linux.LinuxException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into one clear line and an exit status. Stateless. */
final class Failures {
  private static final String DEBUG_VARIABLE = "BRAIDWIRE_DEBUG";

  private Failures() {}

  /** Unknown or missing options and sub-commands, values that are none. */
  static int onUsage(final ParameterException failure, final String[] arguments) {
    final CommandLine command = failure.getCommandLine();
    final PrintWriter err = command.getErr();
    err.println("braidwire: " + failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return ExitStatus.USAGE;
  }

  /** What a sub-command threw. A system call that failed is the host's or the configuration's fault. */
  static int onExecution(final Exception failure, final CommandLine command, final ParseResult parsed) {
    if (Shutdown.isUnderWay()) {
      return ExitStatus.FAILED; // a signal came: what fails while everything is taken down is no news
    }
    final PrintWriter err = command.getErr();
    err.println("braidwire: " + FailureText.of(failure));
    if (System.getenv(DEBUG_VARIABLE) != null) {
      failure.printStackTrace(err);
    }
    err.flush();
    return failure instanceof LinuxException ? ExitStatus.USAGE : ExitStatus.FAILED;
  }
}
