package org.braidwire.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Keeps every histogram of a run as HdrHistogram's own interval logs, a file a peer and case, so that figures nobody
 * thought of can be read from them later. One thread.
 */
public final class HistogramLogs implements AutoCloseable {
  private final Path folder;
  private final Map<String, PrintStream> files = new HashMap<>();
  private final Map<String, HistogramLogWriter> writers = new HashMap<>();

  private HistogramLogs(final Path folder) {
    this.folder = folder;
  }

  /** Logs into {@code folder}, which is made; null keeps none. */
  public static HistogramLogs in(final Path folder) {
    return new HistogramLogs(folder);
  }

  /** Adds an interval to the log of {@code name}. */
  public void add(final String name, final Histogram interval) {
    if (folder != null) {
      writers.computeIfAbsent(name, this::open).outputIntervalHistogram(interval);
    }
  }

  private HistogramLogWriter open(final String name) {
    try {
      Files.createDirectories(folder);
      final String fileName =
          name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "") + ".hlog";
      final PrintStream file = new PrintStream(folder.resolve(fileName).toFile(), StandardCharsets.UTF_8);
      files.put(name, file);
      final HistogramLogWriter writer = new HistogramLogWriter(file);
      writer.outputComment("[" + name + ", nanoseconds]");
      writer.outputLogFormatVersion();
      writer.outputStartTime(System.currentTimeMillis());
      writer.outputLegend();
      return writer;
    } catch (final IOException unwritable) {
      throw new UncheckedIOException("cannot write histograms into " + folder, unwritable);
    }
  }

  @Override
  public void close() {
    files.values().forEach(PrintStream::close);
  }
}
