package org.braidwire.benchmarks.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command measures what it says; so few connections say little of many. */
@Timeout(240)
class FootprintComparisonTest {
  private static final int ROUNDS = 3;
  private static final int CONNECTIONS = 2_000;

  @Test
  void countsWhatConnectionsAddAndNotWhatIsThereAnyway() {
    final BenchReport report = new FootprintComparison(new FootprintPlan(ROUNDS, CONNECTIONS, 0)).run(line -> {});

    assertThat(report.results()).hasSize(2 + 3);
    assertThat(report.environment().get("buffers")).startsWith("131072 B");
    assertThat(report.environment().get("the kernel's figures")).contains("not in this run");
    assertThat(report.ratios())
        .extracting(Comparison::against)
        .filteredOn(against -> against.contains("kernel"))
        .hasSize(2)
        .allMatch(against -> against.contains("on another machine"));
    for (final int subflows : new int[] {1, 2}) {
      final String title = FootprintComparison.title(subflows);
      assertThat(report.environment().get("flags of the measured process, " + title))
          .contains("-XX:+AlwaysPreTouch", "-XX:+UseCompactObjectHeaders", "-Xms", "-Xmx");
      assertThat(report.get(title, "Braidwire", FootprintComparison.HEAP).median())
          .isBetween(500.0, 50_000.0);
      assertThat(report.get(title, "Braidwire", FootprintComparison.MEMORY)
              .used())
          .containsEntry("echoed afterwards", Integer.toString(CONNECTIONS / 100));
    }
    assertThat(report.get(FootprintComparison.title(2), "Braidwire", FootprintComparison.HEAP)
            .median())
        .isGreaterThan(report.get(FootprintComparison.title(1), "Braidwire", FootprintComparison.HEAP)
            .median());
  }

  @Test
  void whatThisMachineDoesNotHaveIsSaidAndNotTried() {
    final BenchReport report =
        new FootprintComparison(new FootprintPlan(ROUNDS, CONNECTIONS, 1_000_000_000)).run(line -> {});

    assertThat(report.environment().get("what stands in the way of 1000000000 connections"))
        .contains("want a heap of", "this machine has");
    assertThat(report.ratios()).anyMatch(ratio -> ratio.verdict() == Verdict.NOT_MEASURABLE);
  }
}
