package org.braidwire.cli.gateway;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.braidwire.gateway.config.DefaultConfig;
import org.braidwire.gateway.config.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is there of the gateway: its configuration. */
@Command(
    name = "gateway",
    description = {
      "The gateway, which will carry connections of applications over MPTCP, from an entry to an exit.",
      "What is there today reads and checks its configuration; nothing is carried yet."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = CheckCommand.class,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:the defaults were printed", "2:usage"})
public final class GatewayCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--print-defaults",
      arity = "0..1",
      paramLabel = "entry|exit",
      fallbackValue = "entry",
      converter = RoleConverter.class,
      description =
          "Print a configuration with every key and its default, of an entry or of an exit (default: entry).")
  private Role printed;

  @Override
  public Integer call() {
    if (printed == null) {
      throw new ParameterException(
          spec.commandLine(),
          "what of the gateway? "
              + String.join(", ", spec.subcommands().keySet()) + ", --print-defaults");
    }
    spec.commandLine().getOut().print(DefaultConfig.text(printed));
    spec.commandLine().getOut().flush();
    return GatewayStatus.CLEAN;
  }

  /** By the name in the configuration. */
  static final class RoleConverter implements ITypeConverter<Role> {
    @Override
    public Role convert(final String text) {
      if (!Role.labels().contains(text)) {
        throw new TypeConversionException(
            "'" + text + "' is no role; known are: " + String.join(", ", Role.labels()));
      }
      return Role.valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
