package org.braidwire.io.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process, so that a number that the kernel gave to another one meanwhile is not taken for it: the number, when
 * it was started, and the namespace in which both mean anything. A value; read from {@code /proc} by any thread.
 *
 * @param pid the process's number
 * @param startTicks when it was started, in clock ticks since boot; 0 where {@code /proc} does not say
 * @param pidNamespace the inode of the PID namespace; 0 where {@code /proc} does not say
 */
public record ProcessIdentity(long pid, long startTicks, long pidNamespace) {
  /** Of {@code /proc/PID/stat}, counted from the field behind the command's closing bracket. */
  private static final int START_TICKS_FIELD = 19;

  /** This process. */
  public static ProcessIdentity self() {
    final long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(pid, startTicks(pid), ownNamespace());
  }

  /** Whether this process can tell at all if that one lives: they must count in the same namespace. */
  public boolean isInOwnNamespace() {
    return pidNamespace == ownNamespace();
  }

  /** Whether it is still there, and not another process under its number. */
  public boolean isAlive() {
    return startTicks != 0 && startTicks(pid) == startTicks;
  }

  private static long startTicks(final long pid) {
    try {
      final String stat =
          Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      // The command stands in brackets and may hold brackets and spaces itself.
      final String[] fields =
          stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      return Long.parseLong(fields[START_TICKS_FIELD]);
    } catch (final IOException | RuntimeException gone) {
      return 0;
    }
  }

  private static long ownNamespace() {
    try {
      final String link =
          Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Long.parseLong(link.replaceAll("\\D", ""));
    } catch (final IOException | RuntimeException hidden) {
      return 0;
    }
  }
}
