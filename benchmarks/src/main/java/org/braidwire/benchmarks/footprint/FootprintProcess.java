package org.braidwire.benchmarks.footprint;

import org.braidwire.benchmarks.report.BenchException;

/**
 * A process of its own that makes connections and tells what memory they take: {@code SUBFLOWS N}. A line a step on
 * standard output, or one line on standard error and status 1.
 */
public final class FootprintProcess {
  /** Begins the line that tells of memory: connections, resident octets, octets alive in the heap. */
  static final String MEMORY = "memory";

  /** Begins the line that tells how many connections still echoed. */
  static final String ECHOED = "echoed";

  private static final int ECHO_SHARE = 100;

  private FootprintProcess() {}

  /** Makes N connections, then as many again. */
  public static void main(final String[] arguments) {
    final int subflows = Integer.parseInt(arguments[0]);
    final int count = Integer.parseInt(arguments[1]);
    int status = 0;
    try {
      final IdleConnections connections = new IdleConnections(subflows, 2 * count + 1);
      for (int size = count; size <= 2 * count; size += count) {
        connections.growTo(size);
        final MemoryFigures memory = MemoryFigures.now();
        say(MEMORY + " " + size + " " + memory.rssBytes() + " " + memory.heapBytes());
      }
      final int echoes = Math.max(1, 2 * count / ECHO_SHARE);
      connections.echo(echoes);
      say(ECHOED + " " + echoes);
    } catch (final BenchException | IllegalStateException | OutOfMemoryError failure) {
      System.err.println("braidwire: " + failure.getMessage());
      status = 1;
    }
    Runtime.getRuntime().halt(status); // what it made goes with it
  }

  private static void say(final String line) {
    System.out.println(line);
    System.out.flush();
  }
}
