package org.braidwire.benchmarks.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.io.PortChoice;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command measures what it says; the figures of such short runs mean nothing. */
@Timeout(300)
class BulkComparisonTest {
  private static final int ROUNDS = 3;
  private static final long SWEEP_NS = 20_000_000L;
  private static final long WARM_UP_NS = 20_000_000L;
  /** Longer than a Linux end may stand still by itself. */
  private static final long RUN_NS = 300_000_000L;

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 2"})
  void everyPeerMovesWhatItSaysTheWayItSays(final boolean offloads, final int links) {
    Requirement.NETNS.require();
    Requirement.ETHTOOL.require();
    final BulkCase transfer = new BulkCase(offloads, links);

    final BenchReport report = new BulkComparison(
            new BulkPlan(List.of(transfer), PortChoice.auto(), ROUNDS, SWEEP_NS, WARM_UP_NS, RUN_NS))
        .run(line -> {});

    assertThat(report.results()).hasSize(6).allSatisfy(result -> {
      assertThat(result.runs()).isEqualTo(ROUNDS);
      assertThat(result.max()).isPositive();
    });
    assertThat(report.ratios()).hasSize(5).extracting(Comparison::key).doesNotHaveDuplicates();
    assertThat(report.get(transfer.title(), BulkPeers.BRAIDWIRE, BulkComparison.RATE)
            .used())
        .containsEntry("sender's fall-backs", "0")
        .containsEntry("receiver's truncated", "0");
    assertThat(report.results())
        .allSatisfy(result -> assertThat(result.used()).doesNotContainKey("did not end"))
        .allSatisfy(result -> assertThat(result.used().keySet()).noneMatch(fact -> fact.contains("null")));
    assertThat(report.get(transfer.title(), BulkPeers.RAW, BulkComparison.RATE)
            .used())
        .containsKeys("port", "truncated");
  }
}
