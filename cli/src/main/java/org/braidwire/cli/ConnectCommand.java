package org.braidwire.cli;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.StreamConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Opens a connection and joins it to standard input and output, or to what the options say. */
@Command(
    name = "connect",
    mixinStandardHelpOptions = true,
    description = {
      "Opens a connection over the first path, further paths join, and joins it to standard input and output.",
      "Exit status: 0 clean, 1 bytes lost or connection reset, 2 usage, configuration or capability,"
          + " 3 no connection, 130 and 143 by signal."
    })
final class ConnectCommand extends NetcatCommand {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_PORT = 65_535;

  @Parameters(paramLabel = "HOST:PORT", description = "Where to connect to, such as 192.0.2.3:5001.")
  private String peer;

  private String host;
  private int port;

  @Override
  void validate() {
    final int colon = peer.lastIndexOf(':');
    if (colon > 0 && peer.substring(colon + 1).matches("\\d{1,5}")) {
      host = peer.substring(0, colon);
      port = Integer.parseInt(peer.substring(colon + 1));
    }
    if (port < 1 || port > MAX_PORT) {
      throw wrong("'" + peer + "' is not HOST:PORT, such as 192.0.2.3:5001");
    }
  }

  @Override
  int serve(final Braidwire stack) {
    final StreamConnection connection;
    try {
      connection = stack.connect(host, port, relayOptions().timeoutOr(CONNECT_TIMEOUT));
    } catch (final IllegalArgumentException wrong) {
      say(wrong.getMessage());
      return ExitStatus.USAGE;
    } catch (final UnknownHostException unknown) {
      say("unknown host '" + host + "'");
      return ExitStatus.NO_CONNECTION;
    } catch (final IOException none) {
      say(none.getMessage());
      return ExitStatus.NO_CONNECTION;
    }
    return relay(stack, connection);
  }
}
