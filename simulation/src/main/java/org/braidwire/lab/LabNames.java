package org.braidwire.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of namespaces carry the process that made them ({@code bw<pid>a<n>}), so that several laboratories live
 * side by side and the leftovers of a killed process are known as such. The veth pairs are made inside the
 * namespaces and go with them.
 */
final class LabNames {
  private static final Path DIRECTORY = Path.of("/var/run/netns");
  private static final Pattern NAME = Pattern.compile("bw(\\d+)[a-z].*");
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private LabNames() {}

  /** A number for the next laboratory of this process. */
  static int nextNumber() {
    return NEXT.getAndIncrement();
  }

  static String namespace(final LabSide side, final int number) {
    return "bw" + ProcessHandle.current().pid() + side.letter() + number;
  }

  /** Namespaces of processes that no longer live. */
  static List<String> leftovers() {
    final List<String> leftovers = new ArrayList<>();
    for (final String name : existing()) {
      final Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && !isAlive(matcher.group(1))) {
        leftovers.add(name);
      }
    }
    return leftovers;
  }

  static List<String> existing() {
    if (!Files.isDirectory(DIRECTORY)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (final IOException failure) {
      throw new LaboratoryException("cannot list " + DIRECTORY, failure);
    }
  }

  /** Removes a namespace with all that is in it; one that another process removed meanwhile is fine. */
  static void delete(final String namespace) {
    try {
      LabCommand.run("ip", "netns", "delete", namespace);
    } catch (final LaboratoryException failure) {
      if (Files.exists(DIRECTORY.resolve(namespace))) {
        throw failure;
      }
    }
  }

  private static boolean isAlive(final String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid))
          .map(ProcessHandle::isAlive)
          .orElse(false);
    } catch (final NumberFormatException notOurs) {
      return true;
    }
  }
}
