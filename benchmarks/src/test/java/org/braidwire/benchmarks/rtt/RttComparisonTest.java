package org.braidwire.benchmarks.rtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Verdict;
import org.braidwire.io.PortChoice;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command measures what it says; the figures of such short slices mean nothing. */
@Timeout(240)
class RttComparisonTest {
  private static final int ROUNDS = 3;
  private static final int SLICES = 3;
  private static final long SLICE_NS = 30_000_000L;
  private static final int PER_SECOND = 2_000;

  @TempDir
  private Path logs;

  @Test
  void everyPeerEchoesEverythingAndIsCompared() {
    Requirement.NETNS.require();
    final Set<String> peers = RttPeers.all(PortChoice.auto()).keySet();

    final BenchReport report = new RttComparison(new RttPlan(
            List.of(),
            PortChoice.auto(),
            ROUNDS,
            SLICE_NS,
            SLICES,
            10 * SLICE_NS,
            PER_SECOND,
            SLICE_NS / 10,
            logs))
        .run(line -> {});

    assertThat(report.results())
        .filteredOn(result -> result.metric().equals(RttComparison.P50)
            && result.name().contains("ping-pong"))
        .hasSameSizeAs(peers)
        .allSatisfy(result -> assertThat(result.min()).isPositive());
    assertThat(report.results())
        .filteredOn(result -> result.name().equals("64 B at 2,000 a second"))
        .hasSize(2 * 3);
    assertThat(report.ratios())
        .extracting(Comparison::key)
        .doesNotHaveDuplicates()
        .contains(
            "64 B ping-pong | kernel MPTCP | p50",
            "64 B ping-pong | kernel TCP | p50",
            "64 B ping-pong, the kernel's MPTCP at the other end | kernel MPTCP in 64 B ping-pong | p50",
            "64 B at 2,000 a second | kernel MPTCP | p50",
            "64 B at 2,000 a second | kernel MPTCP | p99");
    assertThat(report.ratios())
        .filteredOn(ratio -> ratio.name().equals("64 B at 2,000 a second"))
        .as("of so few slices")
        .allMatch(ratio -> ratio.verdict() == Verdict.NOT_MEASURABLE);
    assertThat(report.results())
        .filteredOn(result -> !result.used().isEmpty() && !result.peer().equals("Aeron IPC"))
        .hasSize(peers.size() - 1 + 2 * 3)
        .allSatisfy(result -> assertThat(result.used()).containsEntry("kernels' fall-backs", "0"));
    assertThat(report.environment().get("fixed rate")).contains("messages sent, as many came back");
    assertThat(logs).isDirectoryContaining("glob:**/64-b-ping-pong-braidwire.hlog");
  }
}
