package org.braidwire.benchmarks.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.junit.jupiter.api.Test;

class LoopComparisonTest {
  private static final long SLICE_NS = 5_000_000L;

  @Test
  void measuresEachProtocolAtBothFootprintsAgainstTheFloor() {
    final List<String> lines = new ArrayList<>();

    final BenchReport report = new LoopComparison(3, SLICE_NS, Double.MAX_VALUE).run(lines::add);

    assertThat(lines).hasSize(6);
    assertThat(report.results()).hasSize(2 * (1 + 3 * 2 + 2 * 3));
    assertThat(report.ratios())
        .hasSize(2 * (3 * 2 + 2 * 3))
        .allSatisfy(ratio -> assertThat(ratio.value()).isPositive());
    assertThat(report.environment().get("reference loop")).hasSizeGreaterThan(64);
  }

  @Test
  void aFloorThatIsNoneEndsIt() {
    assertThatThrownBy(() -> new LoopComparison(3, SLICE_NS, 1).run(line -> {}))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("ns a segment, above 1 ns");
  }
}
