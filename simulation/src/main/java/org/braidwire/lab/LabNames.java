package org.braidwire.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.braidwire.io.linux.ProcessIdentity;

/**
 * Names of namespaces carry the process that made them, {@code braidwire-PID-START-PIDNAMESPACE-a1}, so that several
 * laboratories live side by side, and the leftovers of a killed process are known as such: also when another process
 * has its number by now, and never what somebody else has named. The veth pairs are made inside the namespaces and go
 * with them. Files with what commands print are named in the same way.
 */
final class LabNames {
  private static final Path DIRECTORY = Path.of("/var/run/netns");
  private static final String PROBE = "probe";
  private static final String OUTPUT = "lab";
  static final String OUTPUT_SUFFIX = ".out";
  private static final String OWNER = "braidwire-(\\d{1,10})-([1-9]\\d{0,17})-(\\d{1,18})-";
  private static final Pattern NAMESPACE = Pattern.compile(OWNER + "(?:[ab]\\d+|" + PROBE + ")");
  private static final Pattern OUTPUT_FILE = Pattern.compile(OWNER + OUTPUT + "\\d+" + Pattern.quote(OUTPUT_SUFFIX));
  private static final AtomicInteger NEXT = new AtomicInteger(1);

  private LabNames() {}

  /** A number for the next laboratory of this process. */
  static int nextNumber() {
    return NEXT.getAndIncrement();
  }

  static String namespace(final LabSide side, final int number) {
    return of(ProcessIdentity.self(), Character.toString(side.letter()) + number);
  }

  /** For trying whether one can be made. */
  static String probe() {
    return of(ProcessIdentity.self(), PROBE);
  }

  /** What the name of a file with a command's output begins with; digits and {@link #OUTPUT_SUFFIX} follow. */
  static String outputPrefix() {
    return of(ProcessIdentity.self(), OUTPUT);
  }

  static String of(final ProcessIdentity owner, final String suffix) {
    return "braidwire-" + owner.pid() + "-" + owner.startTicks() + "-" + owner.pidNamespace() + "-" + suffix;
  }

  /** Namespaces of processes that no longer live. */
  static List<String> leftovers() {
    return existing().stream().filter(name -> isLeftover(NAMESPACE, name)).toList();
  }

  /** Whether it is the name of a file with a command's output, of a process that no longer lives. */
  static boolean isLeftoverOutput(final String name) {
    return isLeftover(OUTPUT_FILE, name);
  }

  private static boolean isLeftover(final Pattern kind, final String name) {
    final Matcher matcher = kind.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    final ProcessIdentity owner = new ProcessIdentity(
        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
    return owner.isInOwnNamespace() && !owner.isAlive();
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

  static boolean exists(final String namespace) {
    return Files.exists(DIRECTORY.resolve(namespace));
  }
}
