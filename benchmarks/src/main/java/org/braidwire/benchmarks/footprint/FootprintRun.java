package org.braidwire.benchmarks.footprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.braidwire.benchmarks.report.BenchException;

/**
 * One {@link FootprintProcess}, run to its end. The thread that runs the benchmark.
 *
 * @param connections as many as there were at the end
 * @param first memory at half of them
 * @param second memory at the end
 * @param echoed connections that were idle and still echoed
 */
record FootprintRun(int connections, MemoryFigures first, MemoryFigures second, int echoed) {
  private static final long HEAP_SLACK_BYTES = 512L << 20;
  private static final long TIMEOUT_S = 900;

  /** With both ends in the process, octets an end of a connection. */
  double bytesPerEnd() {
    return (double) (second.sum() - first.sum()) / connections; // half of them came between, with two ends each
  }

  /** Of these, alive in the heap. */
  double heapBytesPerEnd() {
    return (double) (second.heapBytes() - first.heapBytes()) / connections;
  }

  /** Those of the JVM that is measured, which are not those of the one that measures. */
  static List<String> flags(final long heapBytes) {
    final long megabytes = heapBytes >> 20;
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:+AlwaysPreTouch",
        "-XX:-UsePerfData",
        "-XX:+UseCompactObjectHeaders", // as BRAIDWIRE_PROFILE=footprint has it
        "-Xms" + megabytes + "m",
        "-Xmx" + megabytes + "m");
  }

  /**
   * Makes {@code connections} in a process with a heap of {@code heapBytes}, touched at start.
   *
   * @throws BenchException with what the process said when it could not
   */
  static FootprintRun of(final int subflows, final int connections, final long heapBytes) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags(heapBytes));
    command.addAll(List.of(
        "-cp",
        System.getProperty("java.class.path"),
        FootprintProcess.class.getName(),
        Integer.toString(subflows),
        Integer.toString(connections / 2)));
    try {
      final Process process =
          new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        return read(process);
      } finally {
        process.destroyForcibly();
      }
    } catch (final IOException refused) {
      throw new BenchException("no process could be started: " + refused.getMessage(), refused);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", interrupted);
    }
  }

  private static FootprintRun read(final Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    final List<MemoryFigures> memory = new ArrayList<>();
    int connections = 0;
    int echoed = 0;
    String last = "nothing";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        final String[] words = line.split(" ", -1);
        if (words[0].equals(FootprintProcess.MEMORY)) {
          connections = Integer.parseInt(words[1]);
          memory.add(new MemoryFigures(Long.parseLong(words[2]), Long.parseLong(words[3])));
        } else if (words[0].equals(FootprintProcess.ECHOED)) {
          echoed = Integer.parseInt(words[1]);
        } else {
          last = line;
        }
      }
    }
    if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0 || memory.size() != 2) {
      throw new BenchException(
          "the process with idle connections ended after " + connections + " of them; it said: " + last);
    }
    return new FootprintRun(connections, memory.getFirst(), memory.getLast(), echoed);
  }

  /** A heap that holds both ends of so many connections of so many octets, with room for the collector. */
  static long heapFor(final int connections, final double bytesPerEnd) {
    return HEAP_SLACK_BYTES + (long) (2.0 * connections * bytesPerEnd * 1.5);
  }
}
