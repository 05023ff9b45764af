package org.braidwire.cli.gateway;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.gateway.config.ConfigReading;
import org.braidwire.gateway.config.GatewayConfig;
import org.braidwire.gateway.config.Role;
import org.braidwire.gateway.run.Gateway;
import org.braidwire.gateway.run.Machine;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireException;

/** A gateway as a process: from its configuration to the signal that ends it. */
final class RunningGateway {
  /** What is being carried when a signal comes may finish for so long. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private static final long LOOK_EVERY_NS = 20_000_000L;

  private final PrintWriter err;

  RunningGateway(final PrintWriter err) {
    this.err = err;
  }

  /** Runs until a signal comes, which gives the exit status; or tells in one line why it cannot run. */
  int run(final Path file) {
    return switch (CheckCommand.read(file, err)) {
      case ConfigReading.Accepted accepted -> run(accepted.config());
      case ConfigReading.Refused _ -> GatewayStatus.REFUSED;
    };
  }

  private int run(final GatewayConfig config) {
    final Braidwire stack;
    try {
      stack = Gateway.stackOf(config).start();
    } catch (final BraidwireException refused) {
      say(refused.getMessage());
      return GatewayStatus.REFUSED;
    }
    stack.ports().forEach(this::say);
    final Gateway gateway;
    try {
      gateway = Gateway.open(config, stack, Machine.ofThisProcess(), event -> say(event.toString()));
    } catch (final IOException | IllegalArgumentException refused) {
      say(refused.getMessage());
      return GatewayStatus.REFUSED;
    }
    say(
        config.role() == Role.ENTRY
            ? "between here and the exit nothing is encrypted"
            : "the tunnel is not encrypted");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(gateway)));
    return awaitEnd(stack);
  }

  private int awaitEnd(final Braidwire stack) {
    while (!stack.isStopped()) {
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
    if (stack.failure() != null) {
      say("the engine failed: " + stack.failure());
    }
    return GatewayStatus.FAILED; // a signal gives a status of its own
  }

  private void drain(final Gateway gateway) {
    gateway.stopAccepting();
    final long deadlineNs = System.nanoTime() + DRAIN.toNanos();
    if (gateway.connections() > 0) {
      say("draining: " + gateway.connections() + " connections, at most " + DRAIN.toSeconds() + " s");
    }
    while (gateway.connections() > 0 && System.nanoTime() < deadlineNs) {
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
    gateway.close();
  }

  private void say(final String line) {
    synchronized (err) {
      err.println("braidwire: " + line);
      err.flush();
    }
  }
}
