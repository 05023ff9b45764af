package org.braidwire.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.benchmarks.report.ReportChanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench compare}: whether a change made something better or worse. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares the ratios of two runs of one benchmark, with the noise of both.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:nothing became worse", "1:something became worse, beyond the noise", "2:usage"})
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD", description = "What --json wrote before.")
  private Path before;

  @Parameters(index = "1", paramLabel = "NEW", description = "What --json wrote after.")
  private Path after;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    final List<ReportChanges.Line> lines =
        ReportChanges.between(Outputs.read(before, spec), Outputs.read(after, spec));
    final PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
    return lines.stream().anyMatch(line -> line.change() == ReportChanges.Change.WORSE)
        ? BenchStatus.FAILED
        : BenchStatus.CLEAN;
  }
}
