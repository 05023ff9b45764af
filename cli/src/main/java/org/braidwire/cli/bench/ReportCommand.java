package org.braidwire.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.ReportPage;
import org.braidwire.benchmarks.report.ReportPicture;
import org.braidwire.benchmarks.report.ReportTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench report}: what earlier runs found, on one page. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Prints what earlier runs wrote by --json, or makes one page of it with a picture a run.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "What --json wrote.")
  private List<Path> files;

  @Option(
      names = "--write",
      paramLabel = "PAGE",
      description =
          "Writes a page of Markdown, such as docs/benchmarks.md, and the pictures into a folder beside it.")
  private Path page;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    final List<BenchReport> reports = new ArrayList<>();
    for (final Path file : files) {
      reports.add(Outputs.read(file, spec));
    }
    if (page == null) {
      final PrintWriter out = spec.commandLine().getOut();
      reports.forEach(report -> out.println(ReportTable.of(report)));
      out.flush();
    } else {
      write(reports);
    }
    return BenchStatus.CLEAN;
  }

  private void write(final List<BenchReport> reports) throws IOException {
    final String name = page.getFileName().toString().replaceAll("\\.md$", "");
    final Path folder = page.resolveSibling(name);
    Files.createDirectories(folder);
    final List<ReportPage.Section> sections = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      final String picture = Outputs.bareName(files.get(i)) + ".png";
      ReportPicture.write(reports.get(i), folder.resolve(picture));
      sections.add(new ReportPage.Section(reports.get(i), name + "/" + picture));
    }
    Files.writeString(page, ReportPage.of(sections));
  }
}
