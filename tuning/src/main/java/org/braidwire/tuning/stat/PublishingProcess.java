package org.braidwire.tuning.stat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braidwire.io.linux.ProcessIdentity;
import org.braidwire.stack.base.CountersFolder;

/**
 * A running process that publishes counters. A value, true when it was looked for.
 *
 * @param pid its number
 * @param user who owns its files
 * @param command what it runs, or empty where this user may not see it
 * @param readable whether this user may read its counters
 * @param engines how many counters files it has
 */
public record PublishingProcess(long pid, String user, String command, boolean readable, int engines) {
  private static final int COMMAND_LETTERS = 60;

  /** Every one that publishes in one of {@code folders}, by its number. */
  public static List<PublishingProcess> findAll(final List<Path> folders) {
    final List<PublishingProcess> found = new ArrayList<>();
    final List<CountersFolder.Entry> entries = liveEntries(folders);
    entries.stream()
        .mapToLong(CountersFolder.Entry::pid)
        .distinct()
        .sorted()
        .forEach(pid -> {
          final List<CountersFolder.Entry> own =
              entries.stream().filter(entry -> entry.pid() == pid).toList();
          final Path first = own.getFirst().file();
          found.add(new PublishingProcess(
              pid, owner(first), command(pid), Files.isReadable(first), own.size()));
        });
    return found;
  }

  /** The counters files of running processes in {@code folders}. */
  static List<CountersFolder.Entry> liveEntries(final List<Path> folders) {
    return folders.stream()
        .distinct()
        .flatMap(folder -> CountersFolder.list(folder).stream())
        .filter(PublishingProcess::isLive)
        .toList();
  }

  private static boolean isLive(final CountersFolder.Entry entry) {
    if (!Files.isReadable(entry.file())) {
      return ProcessHandle.of(entry.pid()).isPresent();
    }
    final Optional<ProcessIdentity> publisher = CountersFolder.publisher(entry.file());
    return publisher
        .filter(process -> process.pid() == entry.pid() && process.isInOwnNamespace() && process.isAlive())
        .isPresent();
  }

  private static String owner(final Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (final IOException gone) {
      return "unknown";
    }
  }

  private static String command(final long pid) {
    final String line;
    try {
      // Not ProcessHandle.info: it tells no arguments where a long class path is among them.
      final Path words = Path.of("/proc", Long.toString(pid), "cmdline");
      line = withoutJvm(new String(Files.readAllBytes(words), StandardCharsets.UTF_8).split("\0"));
    } catch (final IOException hidden) {
      return "";
    }
    return line.length() > COMMAND_LETTERS ? line.substring(0, COMMAND_LETTERS - 3) + "..." : line;
  }

  /** The main class and what it was told; java itself, its flags and the class path would fill the line. */
  private static String withoutJvm(final String[] arguments) {
    int main = 1;
    while (main < arguments.length && (arguments[main].startsWith("-") || arguments[main].startsWith("@"))) {
      final boolean takesValue = arguments[main].equals("-cp")
          || arguments[main].equals("-classpath")
          || arguments[main].equals("--class-path");
      main += takesValue ? 2 : 1;
    }
    if (main >= arguments.length) {
      return "";
    }
    final List<String> words = new ArrayList<>(List.of(arguments).subList(main, arguments.length));
    words.set(0, words.getFirst().startsWith("org.braidwire.cli.") ? "braidwire" : words.getFirst());
    return String.join(" ", words);
  }
}
