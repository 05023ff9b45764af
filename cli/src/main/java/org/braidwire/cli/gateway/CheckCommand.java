package org.braidwire.cli.gateway;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.braidwire.gateway.config.ConfigReader;
import org.braidwire.gateway.config.ConfigReading;
import org.braidwire.gateway.config.GatewayConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway check}: whether a configuration holds, and all that is wrong with it. */
@Command(
    name = "check",
    description = {
      "Tells all that is wrong with a configuration, in lines FILE:LINE:COLUMN: what is wrong; what was meant.",
      "Looks at the files and variables that it names, too."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:it holds; warnings are told nevertheless", "2:usage, or it does not hold"})
final class CheckCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration, TOML.")
  private Path file;

  @Override
  public Integer call() {
    return switch (read(file, spec.commandLine().getErr())) {
      case ConfigReading.Accepted accepted -> {
        final PrintWriter out = spec.commandLine().getOut();
        out.println(file + " holds: " + summary(accepted.config()));
        out.flush();
        yield GatewayStatus.CLEAN;
      }
      case ConfigReading.Refused _ -> GatewayStatus.REFUSED;
    };
  }

  /** Reads a configuration and tells {@code err} all that is wrong with it, a line each. */
  static ConfigReading read(final Path file, final PrintWriter err) {
    final ConfigReading reading = ConfigReader.read(file);
    reading.problems().forEach(err::println);
    err.flush();
    return reading;
  }

  private static String summary(final GatewayConfig config) {
    final int listeners = config.socks().size() + config.forwards().size();
    return config.role().label() + " \"" + config.name() + "\", "
        + count(config.paths().size(), "path") + ", "
        + switch (config.role()) {
          case ENTRY -> count(listeners, "listener") + ", exit " + config.exit();
          case EXIT -> "port " + config.tunnel().listenPort();
        }
        + ", " + count(config.rules().size(), "rule");
  }

  private static String count(final int number, final String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
