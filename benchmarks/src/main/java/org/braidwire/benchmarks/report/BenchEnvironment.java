package org.braidwire.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a figure is worth nothing without: the machine, the kernel, the JVM and its flags, the commit. Stateless. */
public final class BenchEnvironment {
  private static final String UNKNOWN = "unknown";
  private static final String HOME = "-Dbraidwire.home=";
  private static final long GIT_TIMEOUT_SECONDS = 10;
  private static final Path CLOCK_SOURCE =
      Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");

  private static final Path CONGESTION_CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

  private BenchEnvironment() {}

  /** The facts by name, in the order they are printed. */
  public static Map<String, String> describe() {
    final Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("commit", commit());
    facts.put("cpu", firstLine(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("memory", firstLine(Path.of("/proc/meminfo"), "MemTotal"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("clock source", firstLine(CLOCK_SOURCE, ""));
    facts.put("kernel's congestion control", firstLine(CONGESTION_CONTROL, "") + ", unless a socket says another");
    facts.put("java", System.getProperty("java.vendor.version") + " " + Runtime.version());
    facts.put("flags", flags());
    facts.put("load before", load());
    return facts;
  }

  /** Those of the JVM, without where Braidwire lies. */
  private static String flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith(HOME))
        .collect(Collectors.joining(" "));
  }

  /** The average number of runnable threads in the last minute. */
  public static String load() {
    return String.format(
        Locale.ROOT,
        "%.2f",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** The first line of {@code file} that begins with {@code name}, without it. */
  private static String firstLine(final Path file, final String name) {
    try {
      return Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (final IOException unreadable) {
      return UNKNOWN;
    }
  }

  /** The commit that this code was built from, if it still lies in its repository. */
  private static String commit() {
    try {
      final Path code = Path.of(BenchEnvironment.class
          .getProtectionDomain()
          .getCodeSource()
          .getLocation()
          .toURI());
      final String folder = code.getParent().toString();
      final String head = git(folder, "rev-parse", "--short=12", "HEAD");
      return git(folder, "status", "--porcelain", "--untracked-files=no").isEmpty()
          ? head
          : head + " with changes";
    } catch (final IOException | URISyntaxException notThere) {
      return UNKNOWN;
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  private static String git(final String folder, final String... arguments) throws IOException, InterruptedException {
    final String[] command = new String[3 + arguments.length];
    command[0] = "git";
    command[1] = "-C";
    command[2] = folder;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    final Process process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    process.getOutputStream().close();
    final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(GIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("git does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException("git says no");
    }
    return printed;
  }
}
