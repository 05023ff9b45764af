package org.braidwire.cli.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark of latencies keeps its histograms. */
final class LogOption {
  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "Keeps every histogram as HdrHistogram's interval logs, a file a peer.")
  private Path folder;

  /** The folder, or null. */
  Path folder() {
    return folder;
  }
}
