package org.braidwire.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  @TempDir
  private Path folder;

  private static BenchReport report() {
    final BenchReport report = BenchReport.begin("bench test");
    report.environment().put(BenchReport.COMMAND, "./braidwire bench test");
    final Measurement ours =
        report.add(new Measurement("64 B", "Braidwire", "p50", "us", Better.LOWER, new double[] {3.1, 3, 3.2}));
    final Measurement theirs = report.add(
        new Measurement("64 B", "kernel | MPTCP", "p50", "us", Better.LOWER, new double[] {9.9, 10, 10.4})
            .withUsed(Map.of("fall-backs", "0")));
    report.add(Comparison.ratio(ours, theirs, Target.of(0.33, 0.28)));
    report.add(Comparison.ratio(ours, theirs, Target.of(0.1)));
    report.add(Comparison.notMeasurable(
        new Comparison.Subject("64 B", "nobody", "p50", Comparison.TIMES, Better.LOWER), Target.of(1)));
    return report;
  }

  @Test
  void thePageHoldsEachFigureWithItsSpreadCommandAndMachine() {
    final String page = ReportPage.of(List.of(new ReportPage.Section(report(), "benchmarks/test.png")));

    assertThat(page)
        .contains("Latency at a fixed rate is timed from", "closed loops")
        .contains("# Benchmarks", "## Targets", "## bench test", "./braidwire bench test")
        .contains("![bench test](benchmarks/test.png)", "- cpu: ", "- commit: ")
        .contains(
            "| bench test | 64 B | p50 | kernel \\| MPTCP | 0.308x | 0.300 to 0.313 | ≤ 0.330x | ≤ 0.280x | met |")
        .contains("**missed**", "not measurable")
        .contains("- 64 B, kernel \\| MPTCP: fall-backs 0");
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    final BenchReport written = report();

    final BenchReport read = ReportMap.read(ReportMap.of(written));

    assertThat(ReportPage.of(List.of(new ReportPage.Section(read, null))))
        .isEqualTo(ReportPage.of(List.of(new ReportPage.Section(written, null))));
  }

  @Test
  void theTableSaysWhatWasMet() {
    assertThat(ReportTable.of(report()))
        .contains("target <= 0.330x: met", "target <= 0.100x: missed", ": not measurable here");
  }

  @Test
  void thePictureIsAPng() throws IOException {
    final Path file = folder.resolve("test.png");

    ReportPicture.write(report(), file);

    assertThat(ImageIO.read(file.toFile()).getHeight()).isGreaterThan(100);
  }

  @Test
  void histogramsAreKept() throws IOException {
    final Histogram histogram = new Histogram(3);
    histogram.recordValue(4711);
    try (HistogramLogs logs = HistogramLogs.in(folder.resolve("logs"))) {
      logs.add("64 B, kernel MPTCP", histogram);
      logs.add("64 B, kernel MPTCP", histogram);
    }

    try (HistogramLogReader reader = new HistogramLogReader(
        folder.resolve("logs/64-b-kernel-mptcp.hlog").toFile())) {
      assertThat(reader.nextIntervalHistogram().getMaxValueAsDouble()).isBetween(4711.0, 4720.0);
      assertThat(reader.hasNext()).isTrue();
    }
    try (HistogramLogs none = HistogramLogs.in(null)) {
      none.add("64 B", histogram);
    }
  }

  @Test
  void theEnvironmentKnowsTheMachine() {
    assertThat(BenchEnvironment.describe())
        .containsKeys("date", "commit", "cpu", "cores", "kernel", "java", "flags", "load before");
  }
}
