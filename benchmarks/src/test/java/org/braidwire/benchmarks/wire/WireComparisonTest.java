package org.braidwire.benchmarks.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.io.PortChoice;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command measures what it says; the figures of such short slices mean nothing. */
@Timeout(120)
class WireComparisonTest {
  private static final int ROUNDS = 3;
  private static final long SLICE_NS = 20_000_000L;

  @TempDir
  private Path logs;

  @Test
  void throughEveryKindOfPort() {
    Requirement.NETNS.require();
    final List<WireKind> kinds = WireKind.all();

    final BenchReport report = new WireComparison(kinds, ROUNDS, SLICE_NS, logs).run(line -> {});

    assertThat(report.results())
        .filteredOn(result -> result.name().equals(WireComparison.ECHO))
        .hasSize(2 * kinds.size());
    assertThat(report.results()).allSatisfy(result -> {
      assertThat(result.runs()).isEqualTo(ROUNDS);
      assertThat(result.min()).isPositive();
    });
    assertThat(report.results())
        .filteredOn(result -> result.name().startsWith("one way"))
        .allSatisfy(result -> assertThat(result.used())
            .containsKey("truncated")
            .hasEntrySatisfying("port", said -> assertThat(said).isNotBlank()));
    assertThat(report.results())
        .filteredOn(result -> result.name().contains("super-segments"))
        .extracting(Measurement::peer)
        .contains(PortChoice.AF_PACKET + " with offloads")
        .doesNotContain(PortChoice.AF_PACKET, MemoryRawWire.KIND);
    assertThat(report.ratios()).hasSize(1);
    assertThat(logs).isNotEmptyDirectory();
  }

  @Test
  void inMemoryWithoutRoot() {
    final List<WireKind> memory =
        WireKind.all().stream().filter(kind -> !kind.needsRoot()).toList();

    final BenchReport report = new WireComparison(memory, ROUNDS, SLICE_NS, null).run(line -> {});

    assertThat(report.results()).extracting(Measurement::peer).containsOnly(MemoryRawWire.KIND);
    assertThat(report.ratios()).isEmpty();
  }
}
