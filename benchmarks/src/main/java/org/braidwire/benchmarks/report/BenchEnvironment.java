package org.braidwire.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a figure is worth nothing without: the machine, the kernel, the JVM and its flags. Stateless. */
public final class BenchEnvironment {
  private BenchEnvironment() {}

  /** The facts by name, in the order they are printed. */
  public static Map<String, String> describe() {
    final Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", cpuModel());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.vendor.version") + " " + Runtime.version());
    facts.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    facts.put(
        "load",
        Double.toString(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return facts;
  }

  private static String cpuModel() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (final IOException unreadable) {
      return "unknown";
    }
  }
}
