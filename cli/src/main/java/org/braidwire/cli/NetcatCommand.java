package org.braidwire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireException;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionEndedException;
import org.braidwire.stack.api.StreamConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code listen} and {@code connect} share: a stack around a relay, and exit codes. */
abstract class NetcatCommand implements Callable<Integer> {
  /** Enough for some retransmissions, each after twice the wait of the one before. */
  private static final long SETTLE_NS = 3_000_000_000L;

  private static final long SETTLE_POLL_NS = 5_000_000L;

  @Mixin
  private StackOptions stackOptions;

  @Mixin
  private RelayOptions relayOptions;

  @Spec
  private CommandSpec spec;

  /** Set when a signal closes the stack: what then ends is no news. */
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Override
  public final Integer call() {
    validate();
    final Braidwire stack;
    try {
      stack = stackOptions.start();
    } catch (final BraidwireException refused) {
      say(refused.getMessage());
      return ExitStatus.USAGE;
    }
    final Thread hook = new Thread(() -> {
      interrupted.set(true);
      stack.close();
    });
    Runtime.getRuntime().addShutdownHook(hook);
    try (stack) {
      stackOptions.announcements(stack).forEach(this::say);
      final int status = serve(stack);
      if (status == ExitStatus.CLEAN) {
        settle(stack);
      }
      return status;
    } catch (final BraidwireException failed) {
      say(failed.getMessage());
      return ExitStatus.FAILED;
    } finally {
      removeHook(hook);
    }
  }

  /** Refuses combinations that make no sense, before anything is opened. */
  abstract void validate();

  /** Does the work and gives the exit code. */
  abstract int serve(Braidwire stack);

  /** Runs the relay on one connection to its end. */
  final int relay(final Braidwire stack, final StreamConnection connection) {
    try {
      final CloseReason reason = relayWithStats(stack, connection);
      if (reason.isClean()) {
        return ExitStatus.CLEAN;
      }
      say(
          stack.failure() != null
              ? "the engine failed: " + stack.failure()
              : new ConnectionEndedException(connection.peer(), reason).getMessage());
    } catch (final IOException local) {
      say(local.getMessage());
    }
    return ExitStatus.FAILED;
  }

  /**
   * Waits, before the process goes, until every subflow has finished or is in TIME_WAIT: the peer has what it needs to
   * end well, and need not ask a process that is gone.
   */
  private static void settle(final Braidwire stack) {
    final long deadlineNs = System.nanoTime() + SETTLE_NS;
    while (System.nanoTime() < deadlineNs && !stack.isStopped() && stack.openConnections() > 0) {
      LockSupport.parkNanos(SETTLE_POLL_NS);
    }
  }

  private CloseReason relayWithStats(final Braidwire stack, final StreamConnection connection) throws IOException {
    final Netcat netcat = relayOptions.netcat();
    if (!relayOptions.stats()) {
      return netcat.run(connection);
    }
    try (StatsPrinter printer = new StatsPrinter(stack, connection, relayOptions.interval(), err())) {
      return netcat.run(connection);
    }
  }

  /** One line on standard error, unless a signal has made it pointless. */
  final void say(final String message) {
    if (!interrupted.get()) {
      err().println("braidwire: " + message.replace('\n', ' '));
      err().flush();
    }
  }

  final RelayOptions relayOptions() {
    return relayOptions;
  }

  final StackOptions stackOptions() {
    return stackOptions;
  }

  final ParameterException wrong(final String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static void removeHook(final Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (final IllegalStateException shuttingDown) {
      // The hook is running: it closes the stack, and the signal gives the exit code.
      return;
    }
  }
}
