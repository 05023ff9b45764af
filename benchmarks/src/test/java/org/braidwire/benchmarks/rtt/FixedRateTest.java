package org.braidwire.benchmarks.rtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.echo.EchoPeer;
import org.braidwire.benchmarks.echo.EchoSessions;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.HistogramLogs;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Verdict;
import org.braidwire.io.PortChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two peers that only echo, and a machine that takes away what each test says. */
@Timeout(60)
class FixedRateTest {
  private static final int RULED = 30;
  private static final long SLICE_NS = 1_000_000L;
  private static final int PER_SECOND = 5_000;
  private static final String CASE = "64 B at 5,000 a second";

  /** Before the first peer, and behind each of the two. */
  private static final int PROBES_A_ROUND = 3;

  private final BenchReport report = BenchReport.begin("bench test");
  private final Mirror ours = new Mirror();
  private final Mirror theirs = new Mirror();
  private int probes;

  private void run(final int slices, final DoubleSupplier probe) {
    final RttPlan plan = new RttPlan(List.of(), PortChoice.auto(), 0, 0, slices, SLICE_NS, PER_SECOND, 0, null);
    try (EndPair pair = new EndPair();
        EchoSessions sessions = new EchoSessions(pair);
        HistogramLogs logs = HistogramLogs.in(null)) {
      sessions.open(() -> EchoPeer.spinning(RttPeers.BRAIDWIRE, null, ours, new Still()));
      sessions.open(() -> EchoPeer.spinning(RttPeers.KERNEL_MPTCP, null, theirs, new Still()));
      new FixedRate(plan, probe).run(sessions, logs, report, line -> {});
    }
  }

  /** The machine is busy in the first rounds, and calm after them. */
  private DoubleSupplier busyRounds(final int disturbed) {
    return () -> probes++ / PROBES_A_ROUND < disturbed ? 0.1 : 0;
  }

  private Verdict verdict() {
    final List<Comparison> ratios = report.ratios().stream()
        .filter(ratio -> ratio.metric().equals(RttComparison.P99))
        .toList();
    assertThat(ratios).hasSize(1);
    assertThat(ratios.getFirst().value()).isPositive();
    return ratios.getFirst().verdict();
  }

  private Measurement p99(final String peer) {
    return report.get(CASE, peer, RttComparison.P99);
  }

  @Test
  void asManyUndisturbedSlicesAsTheRuleWantsAreAVerdict() {
    run(RULED, busyRounds(2 * RULED));

    assertThat(verdict()).isIn(Verdict.MET, Verdict.MISSED);
    assertThat(p99(RttPeers.KERNEL_MPTCP).runs()).isEqualTo(RULED);
    assertThat(report.environment().get("fixed rate"))
        .startsWith("90 slices a peer, 60 of them disturbed")
        .contains("left out for all; 30 undisturbed, of which a verdict wants 30; 900 messages sent");
  }

  @Test
  void oneLessIsNone() {
    run(RULED, busyRounds(2 * RULED + 1));

    assertThat(verdict()).isEqualTo(Verdict.NOT_MEASURABLE);
    assertThat(p99(RttPeers.BRAIDWIRE).runs()).isEqualTo(RULED - 1);
    assertThat(report.environment().get("fixed rate"))
        .startsWith("90 slices a peer, 61 of them disturbed")
        .contains("29 undisturbed, of which a verdict wants 30");
  }

  @Test
  void fewerThanTheRuleWantsAreNoneHoweverCalmTheMachine() {
    run(RULED - 1, busyRounds(0));

    assertThat(verdict()).isEqualTo(Verdict.NOT_MEASURABLE);
    assertThat(report.environment().get("fixed rate")).startsWith("29 slices a peer, 0 of them disturbed");
  }

  @Test
  void aMachineThatIsNeverCalmIsToldAsSuch() {
    run(2, busyRounds(Integer.MAX_VALUE));

    assertThat(verdict()).isEqualTo(Verdict.NOT_MEASURABLE);
    assertThat(p99(RttPeers.BRAIDWIRE).runs()).isEqualTo(6);
    assertThat(report.environment().get("fixed rate"))
        .startsWith("6 slices a peer, 6 of them disturbed")
        .contains("told for want of others; 0 undisturbed");
  }

  @Test
  void countersAreAskedAfterEverySlice() {
    run(2, busyRounds(1));

    for (final Measurement result : report.results()) {
      assertThat(result.used()).containsEntry("near questions", "3").containsKey("95 % interval of the median");
    }
    assertThat(report.results()).hasSize(2 * 2);
  }

  @Test
  void aPeerThatIsNoLongerWhatItsNameSaysEndsTheBenchmark() {
    theirs.fallsBackAtQuestion = 2;

    assertThatThrownBy(() -> run(RULED, busyRounds(0)))
        .isInstanceOf(BenchException.class)
        .hasMessage("it fell back");
    assertThat(ours.questions).isEqualTo(2);
    assertThat(report.results()).isEmpty();
  }

  /** Every message is back at once. */
  private static final class Mirror implements EchoNear {
    private int fallsBackAtQuestion = Integer.MAX_VALUE;
    private int questions;
    private int under;

    @Override
    public void open() {
      under = 0;
    }

    @Override
    public void send(final long number) {
      under++;
    }

    @Override
    public int turn() {
      final int back = under;
      under = 0;
      return back;
    }

    @Override
    public Map<String, String> used() {
      if (++questions == fallsBackAtQuestion) {
        throw new BenchException("it fell back");
      }
      return Map.of("questions", Integer.toString(questions));
    }

    @Override
    public void close() {}
  }

  /** Has nothing to do. */
  private static final class Still implements EchoFar {
    @Override
    public void open() {}

    @Override
    public int turn() {
      Thread.onSpinWait();
      return 0;
    }

    @Override
    public Map<String, String> used() {
      return Map.of();
    }

    @Override
    public void close() {}
  }
}
