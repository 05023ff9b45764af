package org.braidwire.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One external command (iproute2, nft), run to its end, bounded in time; its complaint becomes the exception.
 *
 * <p>Ctrl-C, like a signal to all that a terminal runs, reaches the command, too, and at times first. What fails by it is
 * not what this process is to end by: the exception waits until the own end has begun.
 */
final class LabCommand {
  private static final long TIMEOUT_SECONDS = 20;

  /** Exit values of commands that SIGHUP, SIGINT or SIGTERM has ended. */
  private static final Set<Integer> SIGNALLED = Set.of(128 + 1, 128 + 2, 128 + 15);

  /** How much later than a command this process may notice the same signal, on a machine that has much else to do. */
  private static final long SAME_SIGNAL_NS = 2_000_000_000L;

  /** Until a process that was started waits for its input. */
  private static final long READY_NS = 50_000_000L;

  /** Where system tools live even when PATH of an unprivileged shell was inherited. */
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin");

  private final String input;
  private final String shown;
  private final LabOutput output;
  private final Process process;

  private LabCommand(final String input, final String shown, final LabOutput output, final Process process) {
    this.input = input;
    this.shown = shown;
    this.output = output;
    this.process = process;
  }

  static String run(final String... command) {
    return runWithInput("", command);
  }

  /** Runs {@code command} with {@code input} on its standard input; returns what it printed. */
  static String runWithInput(final String input, final String... command) {
    final LabCommand running = start(input, command);
    running.feed();
    return running.finish();
  }

  /** A command that begins by reading its standard input. */
  record Batch(String input, String... command) {}

  /** Runs several that each read what to do: all are ready before the first is told, so that they act at once. */
  static void runTogether(final List<Batch> batches) {
    final List<LabCommand> started = new ArrayList<>();
    try {
      batches.forEach(batch -> started.add(start(batch.input(), batch.command())));
      LockSupport.parkNanos(READY_NS);
    } finally {
      started.forEach(LabCommand::feed);
    }
    LaboratoryException failed = null;
    for (final LabCommand running : started) {
      try {
        running.finish();
      } catch (final LaboratoryException failure) {
        failed = failed == null ? failure : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }

  private static LabCommand start(final String input, final String... command) {
    final String[] resolved = command.clone();
    resolved[0] = locate(command[0]);
    if (resolved[0] == null) {
      throw new LaboratoryException("'" + command[0] + "' was not found; install " + packageOf(command[0]));
    }
    final String line = String.join(" ", command);
    LabOutput output = null;
    try {
      output = LabOutput.create();
      final Process process = new ProcessBuilder(resolved)
          .redirectErrorStream(true)
          .redirectOutput(output.file())
          .start();
      return new LabCommand(input, line + (input.isEmpty() ? "" : " <<\n" + input.strip()), output, process);
    } catch (final IOException failure) {
      if (output != null) {
        output.close();
      }
      LabNamespaces.OURS.awaitEnd(SAME_SIGNAL_NS); // Java starts a helper first, which the signal may have ended
      throw new LaboratoryException("cannot run " + line + ": " + failure.getMessage(), failure);
    }
  }

  private void feed() {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (final IOException closedEarly) {
      // The command ended without reading; its exit status says why.
    }
  }

  private String finish() {
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LaboratoryException("no end within " + TIMEOUT_SECONDS + " s: " + shown);
      }
      final String printed = output.read();
      if (SIGNALLED.contains(process.exitValue())) {
        LabNamespaces.OURS.awaitEnd(SAME_SIGNAL_NS);
      }
      if (process.exitValue() != 0) {
        throw new LaboratoryException(shown + "\nfailed (" + process.exitValue() + "): " + printed.strip());
      }
      return printed;
    } catch (final InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LaboratoryException("interrupted during: " + shown);
    } catch (final IOException failure) {
      throw new LaboratoryException("cannot read what was printed by: " + shown, failure);
    } finally {
      output.close();
    }
  }

  /** The full path of {@code program}, or null. */
  static String locate(final String program) {
    for (final String folder : FOLDERS) {
      final Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    return null;
  }

  private static String packageOf(final String program) {
    return switch (program) {
      case "ip", "tc" -> "iproute2";
      case "nft" -> "nftables";
      default -> "it";
    };
  }
}
