package org.braidwire.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.cli.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code braidwire soak-report}: what {@code dev soak-demo} prints of the summaries it has collected. */
@Command(
    name = "soak-report",
    description = "Prints the medians of demo summaries and judges those of Braidwire's own sending.",
    mixinStandardHelpOptions = true,
    hidden = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:within the limits", "1:a median misses its limit, or too few runs measured it", "2:usage"})
public final class SoakCommand implements Callable<Integer> {
  private static final int GOOD = 0;
  private static final int MISSED = 1;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Summaries that demo --json has written.")
  private List<Path> files = new ArrayList<>();

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    final List<DemoSummary> passed = new ArrayList<>();
    for (final Path file : files) {
      final DemoSummary summary = read(file);
      if (summary.passed()) {
        passed.add(summary);
      }
    }
    final SoakReport report = new SoakReport(passed);
    final PrintWriter out = spec.commandLine().getOut();
    report.lines().forEach(out::println);
    out.flush();
    return report.isGood() ? GOOD : MISSED;
  }

  private DemoSummary read(final Path file) {
    try {
      return Json.read(Files.readString(file), DemoSummary.class);
    } catch (final IOException | IllegalArgumentException | ClassCastException | NullPointerException unreadable) {
      throw new ParameterException(
          spec.commandLine(), file + " is no summary of the demo: " + unreadable.getMessage(), unreadable);
    }
  }
}
