package org.braidwire.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.braidwire.cli.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SoakReportTest {
  private static DemoSummary run(
      final String peer, final double reinjectedMs, final double ownDownMs, final double ownSilentMs) {
    final List<DemoSummary.Direction> directions = List.of(
        direction(peer + " -> Braidwire", 900, 800), direction("Braidwire -> " + peer, ownDownMs, ownSilentMs));
    final double peerReinjectedMs = peer.equals("kernel") ? -1 : 10;
    final List<DemoSummary.Phase> phases = List.of(
        new DemoSummary.Phase("link 1 down", 2, 1, 1, 1),
        new DemoSummary.Phase("link 2 silent", 2, 1, reinjectedMs, peerReinjectedMs));
    return new DemoSummary(
        "demo " + peer,
        1,
        true,
        List.of(),
        directions,
        phases,
        List.of(),
        Map.of(),
        Map.of(),
        0,
        0,
        Map.of(),
        Map.of());
  }

  private static DemoSummary.Direction direction(final String name, final double downMs, final double silentMs) {
    return new DemoSummary.Direction(
        name,
        1,
        1,
        1,
        1,
        true,
        "",
        1,
        List.of(
            new DemoSummary.Waits("link 1 down", 0, downMs),
            new DemoSummary.Waits("link 2 silent", 0, silentMs)));
  }

  @Test
  void aKernelsOwnSlownessIsShownAndNotJudged() {
    final SoakReport report = new SoakReport(
        List.of(run("kernel", 20, 9, 24), run("kernel", 30, 11, 30), run("kernel", 500, 10, 20)));

    assertThat(report.isGood()).isTrue();
    assertThat(report.lines())
        .containsExactly(
            "demo kernel, 3 runs; median (least-most), ms",
            "  link 2 silent, first reinjected byte: 30.0 (20.0-500.0), below 50",
            "  link 1 down, worst message delay kernel -> Braidwire: 900.0 (900.0-900.0)",
            "  link 2 silent, worst message delay kernel -> Braidwire: 800.0 (800.0-800.0)",
            "  link 1 down, worst message delay Braidwire -> kernel: 10.0 (9.0-11.0), below 20",
            "  link 2 silent, worst message delay Braidwire -> kernel: 24.0 (20.0-30.0), below 100");
  }

  @Test
  void eachMedianOfOurOwnSendingIsJudged() {
    assertThat(new SoakReport(List.of(run("kernel", 51, 9, 24))).isGood()).isFalse();
    assertThat(new SoakReport(List.of(run("kernel", 20, 21, 24))).isGood()).isFalse();
    assertThat(new SoakReport(List.of(run("kernel", 20, 9, 101))).isGood()).isFalse();
    assertThat(new SoakReport(List.of(run("kernel", 20, 9, 101), run("kernel", 20, 9, 50))).isGood())
        .isTrue();
  }

  @Test
  void aPeerThatIsABraidwireIsJudgedToo() {
    final SoakReport report = new SoakReport(List.of(run("peer JVM", 20, 9, 24)));

    assertThat(report.isGood()).isFalse();
    assertThat(report.lines())
        .anySatisfy(line -> assertThat(line).contains("peer JVM -> Braidwire: 900.0", "MISSED 20"));
  }

  @Test
  void runsThatMeasuredNothingAreLeftOutAndSaidSo() {
    final SoakReport one = new SoakReport(List.of(run("kernel", -1, 9, 24), run("kernel", 60, 9, 24)));

    assertThat(one.isGood()).isFalse();
    assertThat(one.lines().get(1)).endsWith("first reinjected byte (1 of 2 runs): 60.0 (60.0-60.0), MISSED 50");
  }

  @Test
  void aFormWithTheKernelInWhichFewerThanHalfOfTheRunsMeasuredFails() {
    final DemoSummary measured = run("kernel", 20, 9, 24);
    final DemoSummary unmeasured = run("kernel", -1, 9, 24);

    final SoakReport half = new SoakReport(List.of(measured, unmeasured));
    assertThat(half.isGood()).isTrue();
    assertThat(half.lines().get(1)).endsWith("first reinjected byte (1 of 2 runs): 20.0 (20.0-20.0), below 50");

    final SoakReport fewer = new SoakReport(List.of(measured, unmeasured, unmeasured));
    assertThat(fewer.isGood()).isFalse();
    assertThat(fewer.lines())
        .contains("  FAILED, fewer than half of the runs measured the first reinjected byte (1 of 3 runs)");
  }

  @Test
  void aFormWithTheKernelThatMeasuredNothingFailsWhateverOthersMeasured() {
    final SoakReport oneForm = new SoakReport(List.of(run("kernel", -1, 9, 24), run("kernel 2", 20, 9, 24)));

    assertThat(oneForm.isGood()).isFalse();
    assertThat(oneForm.lines().get(1)).endsWith("first reinjected byte (0 of 1 runs): not measured");
    assertThat(oneForm.lines().get(2)).startsWith("  FAILED, fewer than half of the runs");
  }

  @Test
  void betweenTwoBraidwiresHowManyMeasuredIsSaidAndWhyOthersDidNot() {
    final DemoSummary slow = run("peer JVM", -1, 9, 24);
    final SoakReport report = new SoakReport(List.of(slow, slow, slow));

    assertThat(report.lines().get(1))
        .isEqualTo("  link 2 silent, first reinjected byte (0 of 3 runs; in the others nothing was under way on"
            + " link 2, or progress came after it): not measured");
    assertThat(report.lines().get(2)).endsWith("the peer's: 10.0 (10.0-10.0), below 50");
    assertThat(report.lines()).noneMatch(line -> line.contains("FAILED"));
  }

  @Test
  void noMeasurementInAnyFormFails() {
    final SoakReport none = new SoakReport(List.of());

    assertThat(none.isGood()).isFalse();
    assertThat(none.lines()).containsExactly("  FAILED, no run of any form measured the first reinjected byte");
  }

  @Test
  void theCommandReadsFilesAndGivesTheStatus(@TempDir final Path folder) throws Exception {
    final List<String> files = new ArrayList<>();
    for (final double reinjectedMs : new double[] {20, 60}) {
      final Path file = folder.resolve(reinjectedMs + ".json");
      Files.writeString(file, Json.write(run("kernel", reinjectedMs, 9, 24)));
      files.add(file.toString());
    }
    final StringWriter out = new StringWriter();

    assertThat(execute(out, files.get(0))).isZero();
    assertThat(execute(out, files.get(1))).isEqualTo(1);
    assertThat(execute(out, files.get(0), files.get(1))).isZero();
    assertThat(out.toString()).contains("first reinjected byte: 40.0 (20.0-60.0), below 50");
    assertThat(execute(out, Files.writeString(folder.resolve("x"), "{}").toString()))
        .isEqualTo(2);
  }

  private static int execute(final StringWriter out, final String... files) {
    return new CommandLine(new SoakCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(files);
  }
}
