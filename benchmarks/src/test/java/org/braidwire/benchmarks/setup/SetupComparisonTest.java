package org.braidwire.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.io.PortChoice;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command measures what it says; the figures of such short slices mean nothing. */
@Timeout(240)
class SetupComparisonTest {
  private static final int ROUNDS = 3;
  private static final long SLICE_NS = 50_000_000L;

  @TempDir
  private Path logs;

  @Test
  void everyConnectionIsMadeAcceptedAndClosedInOrder() {
    Requirement.NETNS.require();

    final BenchReport report =
        new SetupComparison(new SetupPlan(PortChoice.auto(), ROUNDS, SLICE_NS, logs)).run(line -> {});

    assertThat(report.results())
        .hasSize(2 * 5 * 2)
        .allSatisfy(result -> assertThat(result.max()).isPositive());
    assertThat(report.ratios())
        .hasSize(2 * 2 * 3)
        .extracting(Comparison::key)
        .doesNotHaveDuplicates();
    assertThat(report.ratios())
        .filteredOn(ratio -> ratio.target().bound() != null)
        .hasSize(2);
    assertThat(logs).isNotEmptyDirectory();
  }
}
