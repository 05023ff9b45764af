package org.braidwire.benchmarks.footprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process occupies: resident memory and, of the heap, what is alive. The heap is touched whole at start, so that
 * it is in the resident memory once and for all, and the two do not count an octet twice when they grow.
 *
 * @param rssBytes resident, the whole heap included
 * @param heapBytes alive in the heap after a full collection
 */
record MemoryFigures(long rssBytes, long heapBytes) {
  private static final int COLLECTIONS = 3;

  /** Of this process now, after full collections. */
  static MemoryFigures now() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return new MemoryFigures(
        rss(), ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  private static long rss() {
    return kilobytes(Path.of("/proc/self/status"), "VmRSS:") << 10;
  }

  /** What the machine could still give, in octets. */
  static long available() {
    return kilobytes(Path.of("/proc/meminfo"), "MemAvailable:") << 10;
  }

  private static long kilobytes(final Path file, final String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (final IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  long sum() {
    return rssBytes + heapBytes;
  }
}
