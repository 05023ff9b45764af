package org.braidwire.cli.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark of latencies keeps its histograms. */
final class LogOption {
  private static final String BESIDE = "-histograms";

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = {
        "Where every histogram is kept as HdrHistogram's interval logs, a file a peer;",
        "with --json NAME.json in NAME" + BESIDE + " unless this says otherwise."
      })
  private Path folder;

  /**
   * The folder, or null where none are kept.
   *
   * @param json where the figures go, or null
   */
  Path folder(final Path json) {
    if (folder != null || json == null) {
      return folder;
    }
    return json.resolveSibling(Outputs.bareName(json) + BESIDE);
  }
}
