package org.braidwire.benchmarks.rtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.braidwire.benchmarks.echo.EchoPeer;
import org.braidwire.benchmarks.echo.EchoSession;
import org.braidwire.benchmarks.echo.EchoSessions;
import org.braidwire.benchmarks.echo.EchoSlice;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.ends.JitterProbe;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.HistogramLogs;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * The round trip of 64 octets over a veth link, by Braidwire and by what others use instead: one message after another,
 * all peers in turn, round by round; then some of them at a fixed rate. The thread that runs the benchmark; used once.
 */
public final class RttComparison {
  static final String CLOSED = "64 B ping-pong";
  static final String TO_KERNEL = "64 B ping-pong, the kernel's MPTCP at the other end";
  static final String P50 = "p50";
  static final String P99 = "p99";

  private static final double ABOVE_RAW_US = 1.2;
  private static final double RAW_US = 2.5;

  private final RttPlan plan;

  public RttComparison(final RttPlan plan) {
    this.plan = plan;
  }

  /** Runs everything; tells {@code progress} a line now and then. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench rtt");
    try (EndPair pair = new EndPair();
        EchoSessions sessions = new EchoSessions(pair);
        HistogramLogs logs = HistogramLogs.in(plan.logFolder())) {
      report.environment().put("pinning", pair.pinning());
      report.environment()
          .put(
              "both ends",
              "in one JVM, in a network namespace each; only frames on the veth link pass between them");
      report.environment().put("what was really used", "by counters since a peer was opened, its sweep included");
      open(sessions, report, progress);
      closed(sessions, logs, report, progress);
      new FixedRate(plan, () -> JitterProbe.stolenShare(pair, plan.probeNs()))
          .run(sessions, logs, report, progress);
    }
    return report;
  }

  private void open(final EchoSessions sessions, final BenchReport report, final Consumer<String> progress) {
    for (final Map.Entry<String, Supplier<EchoPeer>> peer :
        RttPeers.all(plan.ports()).entrySet()) {
      if (plan.includes(peer.getKey())) {
        sessions.open(peer.getValue());
      }
    }
    sessions.warmUp(plan.closedNs());
    for (final EchoSession session : sessions.all()) {
      session.sweepSteering();
      final String name = session.peer().name();
      report.environment().put("setting of " + name, session.setting());
      progress.accept(name + ": " + session.setting());
    }
  }

  private void closed(
      final EchoSessions sessions,
      final HistogramLogs logs,
      final BenchReport report,
      final Consumer<String> progress) {
    final int peers = sessions.all().size();
    final double[][] p50 = new double[peers][plan.rounds()];
    final double[][] p99 = new double[peers][plan.rounds()];
    for (int round = 0; round < plan.rounds(); round++) {
      final StringBuilder line = new StringBuilder("round " + (round + 1) + ", p50 us:");
      for (int i = 0; i < peers; i++) {
        final EchoSession session = sessions.all().get(i);
        final EchoSlice slice = session.closedLoop(plan.closedNs());
        logs.add(CLOSED + ", " + session.peer().name(), slice.times());
        p50[i][round] = slice.us(50);
        p99[i][round] = slice.us(99);
        line.append(
            String.format(Locale.ROOT, " %s %.2f;", session.peer().name(), p50[i][round]));
      }
      progress.accept(line.toString());
    }
    for (int i = 0; i < peers; i++) {
      final EchoSession session = sessions.all().get(i);
      final String name = session.peer().name();
      final String title = name.equals(RttPeers.TO_KERNEL) ? TO_KERNEL : CLOSED;
      report.add(new Measurement(title, name, P50, "us", Better.LOWER, p50[i], session.used()));
      report.add(new Measurement(title, name, P99, "us", Better.LOWER, p99[i]));
    }
    compare(report);
  }

  private static void compare(final BenchReport report) {
    final Optional<Measurement> ours = report.find(CLOSED, RttPeers.BRAIDWIRE, P50);
    final Map<String, Target> promised =
        Map.of(RttPeers.KERNEL_MPTCP, Target.of(0.33, 0.28), RttPeers.KERNEL_TCP, Target.of(0.50));
    final List<Measurement> raw = new ArrayList<>();
    for (final Measurement theirs : List.copyOf(report.results())) {
      if (theirs.metric().equals(P50)
          && ours.isPresent()
          && !theirs.peer().equals(RttPeers.BRAIDWIRE)) {
        if (theirs.peer().startsWith(RttPeers.RAW)) {
          raw.add(theirs);
        } else if (theirs.name().equals(CLOSED)) {
          report.add(Comparison.ratio(ours.get(), theirs, promised.getOrDefault(theirs.peer(), Target.NONE)));
        }
      }
    }
    report.find(TO_KERNEL, RttPeers.TO_KERNEL, P50)
        .ifPresent(half -> report.find(CLOSED, RttPeers.KERNEL_MPTCP, P50)
            .ifPresent(kernel -> report.add(Comparison.ratio(half, kernel, Target.of(0.70)))));
    raw.stream().min((a, b) -> Double.compare(a.median(), b.median())).ifPresent(fastest -> {
      report.add(Comparison.difference(ours.get(), fastest, Target.of(ABOVE_RAW_US)));
      report.add(Comparison.bound(fastest, "the bound, by " + fastest.peer(), Target.of(RAW_US)));
    });
  }
}
