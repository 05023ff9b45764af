package org.braidwire.cli.gateway;

import java.nio.file.Path;
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

/** The gateway: runs one, or prints what a configuration may say. */
@Command(
    name = "gateway",
    description = {
      "Carries connections of applications that know nothing of it over MPTCP, from an entry to an exit.",
      "Nothing between them is encrypted."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = CheckCommand.class,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:the defaults were printed",
      "1:the engine failed",
      "2:usage, configuration or capability",
      "130, 143:ended by a signal, connections drained"
    })
public final class GatewayCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Run as this configuration says, until a signal comes.")
  private Path config;

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
    if (config != null && printed != null) {
      throw new ParameterException(spec.commandLine(), "either --config or --print-defaults");
    }
    if (config != null) {
      return new RunningGateway(spec.commandLine().getErr()).run(config);
    }
    if (printed == null) {
      throw new ParameterException(
          spec.commandLine(),
          "what of the gateway? --config FILE, --print-defaults, "
              + String.join(", ", spec.subcommands().keySet()));
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
