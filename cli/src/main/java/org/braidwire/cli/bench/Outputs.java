package org.braidwire.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.braidwire.benchmarks.report.BenchEnvironment;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.ReportMap;
import org.braidwire.benchmarks.report.ReportPicture;
import org.braidwire.benchmarks.report.ReportTable;
import org.braidwire.cli.json.Json;
import org.braidwire.cli.json.JsonReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the result of a benchmark goes: a table on standard output, and what the options ask for. */
final class Outputs {
  private static final List<String> SETTINGS = List.of("BRAIDWIRE_PROFILE", "BRAIDWIRE_AOT", "BRAIDWIRE_JAVA_OPTS");
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private Path json;

  @Option(names = "--picture", paramLabel = "FILE", description = "Draws the result as PNG.")
  private Path picture;

  /** Where the figures go, or null. */
  Path json() {
    return json;
  }

  /** Refuses, before anything is measured, files that cannot be written. */
  void check(final CommandSpec spec) {
    check(spec, "--json", json);
    check(spec, "--picture", picture);
  }

  private static void check(final CommandSpec spec, final String option, final Path file) {
    if (file != null) {
      final Path folder = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
        throw new ParameterException(spec.commandLine(), option + " " + file + " cannot be written");
      }
    }
  }

  void publish(final BenchReport report, final CommandSpec spec) throws IOException {
    report.environment().put("load after", BenchEnvironment.load());
    report.environment().put(BenchReport.COMMAND, commandLine(spec));
    final PrintWriter out = spec.commandLine().getOut();
    out.print(ReportTable.of(report));
    out.flush();
    if (json != null) {
      Files.writeString(json, Json.write(ReportMap.of(report)) + "\n");
    }
    if (picture != null) {
      ReportPicture.write(report, picture);
    }
  }

  /** What makes the same again, the launcher's settings included. */
  private static String commandLine(final CommandSpec spec) {
    final StringJoiner line = new StringJoiner(" ");
    for (final String setting : SETTINGS) {
      final String value = System.getenv(setting);
      if (value != null) {
        line.add(setting + "=" + quoted(value));
      }
    }
    line.add("./" + spec.root().name());
    spec.root().commandLine().getParseResult().originalArgs().forEach(argument -> line.add(quoted(argument)));
    return line.toString();
  }

  /** As a shell takes it for one word. */
  private static String quoted(final String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The name of what {@code --json} wrote, without its ending: what lies beside it is called after it. */
  static String bareName(final Path json) {
    return json.getFileName().toString().replaceAll("\\.json$", "");
  }

  /** Reads what {@code --json} wrote. */
  static BenchReport read(final Path file, final CommandSpec spec) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(spec.commandLine(), file + " cannot be read");
    }
    try {
      return ReportMap.read(new JsonReader(Files.readString(file)).read());
    } catch (final IllegalArgumentException notOne) {
      throw new ParameterException(spec.commandLine(), file + ": " + notOne.getMessage(), notOne);
    }
  }
}
