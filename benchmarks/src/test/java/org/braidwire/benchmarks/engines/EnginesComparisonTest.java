package org.braidwire.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command measures what it says; the figures of such short slices mean nothing. */
@Timeout(120)
class EnginesComparisonTest {
  private static final int ROUNDS = 3;
  private static final long SLICE_NS = 20_000_000L;

  @Test
  void comparesBothSharesOfMissedJoinsWithTwoStacksThatShareNothing() {
    final List<String> lines = new ArrayList<>();

    final BenchReport report = new EnginesComparison(ROUNDS, SLICE_NS).run(lines::add);

    assertThat(lines).hasSize(ROUNDS);
    assertThat(report.results())
        .filteredOn(result -> result.metric().equals(EnginesComparison.RATE))
        .hasSize(Sharing.values().length)
        .allSatisfy(rate -> {
          assertThat(rate.runs()).isEqualTo(ROUNDS);
          assertThat(rate.min()).isPositive();
          assertThat(rate.used()).containsKeys("frames forwarded", "forwarded of all in the middle round");
        });
    assertThat(report.results()).extracting(Measurement::metric).containsOnlyOnce(EnginesComparison.FORWARDING);
    assertThat(report.ratios())
        .extracting(Comparison::name)
        .containsExactly(Sharing.LINKS.title, Sharing.LINKS_MISSED.title);
    assertThat(report.ratios())
        .allSatisfy(ratio -> assertThat(ratio.target().bound()).isEqualTo(0.9));
  }
}
