package org.braidwire.benchmarks.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;
import org.braidwire.io.PortChoice;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command measures what it says; the figures of such short runs mean nothing. */
@Timeout(300)
class SetupComparisonTest {
  private static final int ROUNDS = 3;
  private static final int PEERS = 9;
  private static final long RUN_NS = 50_000_000L;
  private static final long WARM_UP_NS = 10_000_000L;

  @TempDir
  private Path logs;

  @Test
  void everyPeerMakesItsConnectionsTheWayItSays() {
    Requirement.NETNS.require();
    Requirement.MPTCP.require();

    final BenchReport report = new SetupComparison(
            new SetupPlan(PortChoice.auto(), ROUNDS, RUN_NS, WARM_UP_NS, WARM_UP_NS, logs))
        .run(line -> {});

    assertThat(report.results())
        .hasSize(PEERS * 4)
        .allSatisfy(result -> assertThat(result.runs()).isEqualTo(ROUNDS));
    assertThat(report.ratios())
        .hasSize(8)
        .extracting(Comparison::key)
        .doesNotHaveDuplicates()
        .contains(
            "connections, 64 outstanding | kernel MPTCP | connections a second",
            "connections, 1 outstanding | kernel MPTCP | connect to first byte, p50");
    assertThat(report.ratios())
        .extracting(Comparison::target)
        .containsOnlyOnce(Target.of(2.0, 4.0))
        .containsOnlyOnce(Target.of(0.5));
    final var ours = used(report, SetupComparison.MANY, SetupWay.SPINNING.of(SetupPeers.BRAIDWIRE));
    assertThat(ours)
        .containsEntry("near fall-backs", "0")
        .containsEntry("far fall-backs", "0")
        .containsEntry("far CONNECTIONS_ACCEPTED", ours.get("near CONNECTIONS_OPENED"))
        .containsEntry("near sleeps", "0");
    assertThat(used(report, SetupComparison.ONE, SetupWay.ONE_CORE.of(SetupPeers.BRAIDWIRE)))
        .doesNotContainEntry("near sleeps", "0")
        .doesNotContainEntry("far sleeps", "0");
    assertThat(used(report, SetupComparison.ONE, SetupWay.ONE_CORE.of(SetupPeers.KERNEL_MPTCP)))
        .containsEntry("far spoke", "MPTCP")
        .containsEntry("near waits by", "epoll");
    assertThat(logs)
        .isDirectoryContaining("glob:**/connections-64-outstanding-braidwire-sleeping-on-one-core.hlog");
  }

  private static Map<String, String> used(final BenchReport report, final int outstanding, final String peer) {
    return report.get(SetupComparison.title(outstanding), peer, SetupComparison.RATE)
        .used();
  }

  @Test
  void ofTheWaysOfAStackTheFastestCounts() {
    final Measurement few = rate("few", 90, 100, 110);
    final Measurement many = rate("many", 10, 200, 210);

    assertThat(SetupComparison.faster(few, many).peer()).isEqualTo("many");
    assertThat(SetupComparison.faster(many, few).peer()).isEqualTo("many");
  }

  private static Measurement rate(final String peer, final double... values) {
    return new Measurement("case", peer, SetupComparison.RATE, "1/s", Better.HIGHER, values);
  }
}
