package org.braidwire.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class BenchCommandTest {
  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(final Object command, final String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void aBenchmarkIsATableAFileAndAPictureAndThenAPage() throws IOException {
    final Path json = folder.resolve("made-up.json");
    final Path picture = folder.resolve("made-up.png");
    final Path page = folder.resolve("benchmarks.md");

    assertThat(run(new MadeUp(), "--json", json.toString(), "--picture", picture.toString()))
        .isZero();
    assertThat(out.toString()).contains("round 1", "Braidwire", "target <= 0.500x: met");
    assertThat(Files.size(picture)).isPositive();

    assertThat(run(new BenchCommand(), "report", json.toString(), "--write", page.toString()))
        .isZero();
    assertThat(Files.readString(page)).contains("## bench made-up", "made-up --json", "| ≤ 0.500x |", "| met |");
    assertThat(folder.resolve("benchmarks/made-up.png")).exists();

    assertThat(run(new BenchCommand(), "report", json.toString())).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aReportOfLessThanTheRuleWantsSaysSo() throws IOException {
    final Path json = folder.resolve("few.json");

    assertThat(run(new MadeUp(), "--rounds", "9", "--json", json.toString()))
        .isZero();
    assertThat(Files.readString(json)).contains("below the rule for figures", "short runs, fewer than 10 rounds");
    assertThat(run(new MadeUp(), "--json", json.toString())).isZero();
    assertThat(Files.readString(json))
        .contains("below the rule for figures")
        .doesNotContain("fewer than");
  }

  @Test
  void shortRunsOfConnectionsAreBelowTheRule() {
    final SetupCommand setup = new SetupCommand();
    final CommandLine line = new CommandLine(setup);
    line.parseArgs("--seconds", "9");
    assertThat(setup.shortfalls()).containsExactly("runs of 9 s, not 10");
    line.parseArgs("--seconds", "10");
    assertThat(setup.shortfalls()).isEmpty();
  }

  @Test
  void fewSlicesAtTheFixedRateAreBelowTheRule() {
    final RttCommand rtt = new RttCommand();
    final CommandLine line = new CommandLine(rtt);
    line.parseArgs("--slices", "29");
    assertThat(rtt.shortfalls()).containsExactly("29 slices a peer at the fixed rate, not 30");
    line.parseArgs();
    assertThat(rtt.shortfalls()).isEmpty();
  }

  @Test
  void whatCannotBeMeasuredIsOneLineAndStatusTwo() {
    assertThat(run(new Unable())).isEqualTo(2);
    assertThat(err.toString()).isEqualToIgnoringNewLines("braidwire: network namespaces need root");
  }

  @Test
  void filesThatCannotBeAreRefusedBeforeAnythingIsMeasured() throws IOException {
    assertThat(run(new Unable(), "--json", folder.toString())).isEqualTo(2);
    assertThat(run(new Unable(), "--picture", "/no/such/folder/file")).isEqualTo(2);
    assertThat(run(new Unable(), "--rounds", "2")).isEqualTo(2);
    assertThat(run(new BenchCommand(), "report", "no-such-file.json")).isEqualTo(2);
    final Path other = Files.writeString(folder.resolve("other.json"), "{\"seeds\":3}");
    assertThat(run(new BenchCommand(), "report", other.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "cannot be written",
            "at least 3, not 2",
            "no-such-file.json cannot be read",
            "other.json: not a")
        .doesNotContain("need root");
  }

  @Test
  void microBenchmarksTakeTheirOwnOptionsAndReportAsTheOthersDo() throws IOException {
    final Path json = folder.resolve("micro.json");

    assertThat(run(
            new BenchCommand(),
            "micro",
            "--json",
            json.toString(),
            "--",
            "-f",
            "0",
            "-wi",
            "0",
            "-i",
            "3",
            "-r",
            "5ms",
            "-foe",
            "true",
            "MemoryCopy"))
        .isZero();
    assertThat(Files.readString(json)).contains("MemoryCopy.", ", bytes 1460", "time an operation", "\"runs\":3");

    assertThat(run(new BenchCommand(), "micro", "NoSuchThing")).isEqualTo(2);
    assertThat(run(new BenchCommand(), "micro", "--", "--no-such-option")).isEqualTo(2);
    assertThat(err.toString()).contains("no micro-benchmark is called so: NoSuchThing", "no-such-option");
  }

  @Test
  void histogramsLieBesideTheFiguresUnlessToldOtherwise() {
    final LogOption option = new LogOption();
    final CommandLine line = new CommandLine(option);
    line.parseArgs();
    assertThat(option.folder(null)).isNull();
    assertThat(option.folder(Path.of("here/rtt.json"))).isEqualTo(Path.of("here/rtt-histograms"));
    line.parseArgs("--logs", "there");
    assertThat(option.folder(Path.of("here/rtt.json"))).isEqualTo(Path.of("there"));
  }

  @Command(name = "made-up")
  private static final class MadeUp extends Benchmark {
    @Override
    List<String> shortfalls() {
      return List.of("short runs");
    }

    @Override
    BenchReport measure(final Consumer<String> progress) {
      progress.accept("round 1");
      final BenchReport report = BenchReport.begin("bench made-up");
      final Measurement ours =
          report.add(new Measurement("64 B", "Braidwire", "p50", "us", Better.LOWER, new double[] {3, 3, 3}));
      final Measurement theirs =
          report.add(new Measurement("64 B", "kernel", "p50", "us", Better.LOWER, new double[] {9, 9, 9}));
      report.add(Comparison.ratio(ours, theirs, Target.of(0.5)));
      return report;
    }
  }

  @Command(name = "unable")
  private static final class Unable extends Benchmark {
    @Override
    BenchReport measure(final Consumer<String> progress) {
      throw new BenchException("network namespaces need root");
    }
  }
}
