package org.braidwire.cli;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns every failure of a command into one line on standard error and an exit code; never a stack trace. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private OneLineErrors() {}

  /** Has {@code commandLine} and its sub-commands report this way. */
  static CommandLine install(final CommandLine commandLine) {
    final OneLineErrors handler = new OneLineErrors();
    return commandLine
        .setParameterExceptionHandler(handler)
        .setExecutionExceptionHandler(handler)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public int handleParseException(final ParameterException wrong, final String[] arguments) {
    final CommandLine commandLine = wrong.getCommandLine();
    commandLine
        .getErr()
        .println("braidwire: " + firstLine(wrong) + "; see "
            + commandLine.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      final Exception failure, final CommandLine commandLine, final ParseResult parsed) {
    commandLine.getErr().println("braidwire: " + firstLine(failure));
    return ExitCode.LOST;
  }

  private static String firstLine(final Exception failure) {
    final String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return message.lines().findFirst().orElse(failure.toString());
  }
}
