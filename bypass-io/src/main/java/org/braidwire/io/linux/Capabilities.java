package org.braidwire.io.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What this process may do, read from {@code /proc}. Any thread; for set-up and for reports. */
public final class Capabilities {
  /** A limit that is not set. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_NET_RAW = 13;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int SOFT_LIMIT_COLUMN = 26;

  private Capabilities() {}

  /** May open packet sockets. */
  public static boolean hasNetRaw() {
    return has(CAP_NET_RAW);
  }

  /** May change interfaces. */
  public static boolean hasNetAdmin() {
    return has(CAP_NET_ADMIN);
  }

  /** May enter and make network namespaces. */
  public static boolean hasSysAdmin() {
    return has(CAP_SYS_ADMIN);
  }

  /** Whether the effective user is root. */
  public static boolean isRoot() {
    for (final String line : lines("/proc/thread-self/status")) {
      if (line.startsWith("Uid:")) {
        return line.trim().split("\\s+")[2].equals("0");
      }
    }
    return false;
  }

  /** The soft limit of open file descriptors; empty where the kernel does not say. */
  public static OptionalLong openFilesLimit() {
    return limit("Max open files");
  }

  /** The soft limit of locked memory in octets; empty where the kernel does not say. */
  public static OptionalLong lockedMemoryLimitBytes() {
    return limit("Max locked memory");
  }

  private static boolean has(final int capability) {
    for (final String line : lines("/proc/thread-self/status")) {
      if (line.startsWith("CapEff:")) {
        final long effective = Long.parseUnsignedLong(
            line.substring("CapEff:".length()).trim(), 16);
        return (effective >>> capability & 1) != 0;
      }
    }
    return false;
  }

  private static OptionalLong limit(final String name) {
    for (final String line : lines("/proc/self/limits")) {
      if (line.startsWith(name)) {
        final String soft = line.substring(SOFT_LIMIT_COLUMN).trim().split("\\s+")[0];
        return OptionalLong.of(soft.equals("unlimited") ? UNLIMITED : Long.parseLong(soft));
      }
    }
    return OptionalLong.empty();
  }

  private static List<String> lines(final String path) {
    try {
      return Files.readAllLines(Path.of(path));
    } catch (final IOException e) {
      return List.of(); // no such /proc: not Linux, or hidden; then nothing is promised
    }
  }
}
