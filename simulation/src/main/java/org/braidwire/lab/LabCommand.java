package org.braidwire.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one external command (iproute2, nft) to its end, bounded in time; its complaint becomes the exception. */
final class LabCommand {
  private static final long TIMEOUT_SECONDS = 20;
  /** Where system tools live even when PATH of an unprivileged shell was inherited. */
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin");

  private LabCommand() {}

  static String run(final String... command) {
    return runWithInput("", command);
  }

  /** Runs {@code command} with {@code input} on its standard input; returns what it printed. */
  static String runWithInput(final String input, final String... command) {
    final String[] resolved = command.clone();
    resolved[0] = locate(command[0]);
    if (resolved[0] == null) {
      throw new LaboratoryException("'" + command[0] + "' was not found; install " + packageOf(command[0]));
    }
    Path output = null;
    try {
      // A file, not a pipe: a command that prints much cannot block, and the time-out holds whatever it does.
      output = Files.createTempFile("braidwire-lab", ".out");
      final Process process = new ProcessBuilder(resolved)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (final IOException closedEarly) {
        // The command ended without reading; its exit status says why.
      }
      return finish(process, output, command, input);
    } catch (final IOException failure) {
      throw new LaboratoryException(
          "cannot run " + String.join(" ", command) + ": " + failure.getMessage(), failure);
    } finally {
      delete(output);
    }
  }

  private static String finish(final Process process, final Path output, final String[] command, final String input)
      throws IOException {
    final boolean ended;
    try {
      ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (final InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LaboratoryException("interrupted during: " + String.join(" ", command));
    }
    final String shown = String.join(" ", command) + (input.isEmpty() ? "" : " <<\n" + input.strip());
    if (!ended) {
      process.destroyForcibly();
      throw new LaboratoryException("no end within " + TIMEOUT_SECONDS + " s: " + shown);
    }
    final String printed = Files.readString(output, StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new LaboratoryException(shown + "\nfailed (" + process.exitValue() + "): " + printed.strip());
    }
    return printed;
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

  private static void delete(final Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (final IOException leftBehind) {
      file.toFile().deleteOnExit();
    }
  }
}
