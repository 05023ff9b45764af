package org.braidwire.cli;

import java.io.IOException;
import java.time.Duration;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireException;
import org.braidwire.stack.api.StreamConnection;
import org.braidwire.stack.api.StreamListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Waits for a connection and joins it to standard input and output, or to what the options say. */
@Command(
    name = "listen",
    mixinStandardHelpOptions = true,
    description = {
      "Waits for a connection and joins it to standard input and output.",
      "Exit status: 0 clean, 1 bytes lost or connection reset, 2 usage, configuration or capability,"
          + " 3 no connection, 130 and 143 by signal."
    })
final class ListenCommand extends NetcatCommand {
  private static final Duration FOR_EVER = Duration.ofDays(10_000);
  private static final int MAX_PORT = 65_535;

  @Option(names = "--port", required = true, paramLabel = "PORT", description = "The port, on every own address.")
  private int port;

  @Option(
      names = "--keep",
      description = "Serve connections until a signal comes; with --echo, --sink or --source only.")
  private boolean keep;

  @Override
  void validate() {
    if (port < 1 || port > MAX_PORT) {
      throw wrong("--port must be 1 to " + MAX_PORT + ", not " + port);
    }
    if (keep && relayOptions().usesStandardInput()) {
      throw wrong("--keep serves many connections, which cannot share standard input;"
          + " add --echo, --sink or --source BYTES");
    }
  }

  @Override
  int serve(final Braidwire stack) {
    final StreamListener opened;
    try {
      opened = stack.listen(port);
    } catch (final BraidwireException refused) {
      if (stack.isStopped()) {
        throw refused; // not the port is wrong: the engine has failed
      }
      say(refused.getMessage());
      return ExitStatus.USAGE;
    }
    return serve(stack, opened);
  }

  private int serve(final Braidwire stack, final StreamListener listener) {
    try (listener) {
      if (!keep) {
        final StreamConnection connection =
            listener.accept(relayOptions().timeoutOr(FOR_EVER));
        listener.close();
        return relay(stack, connection);
      }
      while (true) {
        final StreamConnection connection =
            listener.accept(relayOptions().timeoutOr(FOR_EVER));
        Thread.ofVirtual().start(() -> relay(stack, connection));
      }
    } catch (final IOException none) {
      say(stack.failure() == null ? none.getMessage() : "the engine failed: " + stack.failure());
      return ExitStatus.NO_CONNECTION;
    }
  }
}
