package org.braidwire.benchmarks.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.HistogramLogs;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * Connections made, greeted and closed in order, TIME_WAIT kept, by Braidwire and by the kernel: 64 under way at once,
 * then one after another. The thread that runs the benchmark; used once.
 */
public final class SetupComparison {
  static final String RATE = "connections";
  static final String P50 = "connect to first octet, p50";

  private final SetupPlan plan;

  public SetupComparison(final SetupPlan plan) {
    this.plan = plan;
  }

  /** Runs everything; tells {@code progress} a line now and then. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench setup");
    try (EndPair pair = new EndPair();
        HistogramLogs logs = HistogramLogs.in(plan.logFolder())) {
      report.environment().put("pinning", pair.pinning() + "; on one core one thread turns both ends");
      report.environment()
          .put(
              "a connection",
              "handshake with fresh keys, accepted by an application, one octet of greeting, DATA_FIN"
                  + " and FIN both ways, TIME_WAIT kept");
      run(SetupPeers.MAX_OUTSTANDING, pair, logs, report, progress);
      run(1, pair, logs, report, progress);
    }
    return report;
  }

  static String title(final int outstanding, final boolean oneCore) {
    return (outstanding == 1 ? "connections one after another" : outstanding + " connections at once")
        + (oneCore ? ", both ends on one core" : "");
  }

  private static String title(final int outstanding, final SetupSession session) {
    return title(outstanding, session.isOnOneCore());
  }

  private void run(
      final int outstanding,
      final EndPair pair,
      final HistogramLogs logs,
      final BenchReport report,
      final Consumer<String> progress) {
    final List<SetupSession> sessions = new ArrayList<>();
    try {
      for (final Supplier<SetupSession> maker : SetupPeers.all(plan.ports(), pair)) {
        final SetupSession session = maker.get();
        sessions.add(session);
        session.open();
        session.sweepSteering(Math.max(1, plan.sliceNs() / 2));
        report.environment()
            .put("setting of " + session.name() + ", " + title(outstanding, session), session.setting());
      }
      measure(outstanding, sessions, logs, report, progress);
    } finally {
      Closing.all(sessions);
    }
  }

  private void measure(
      final int outstanding,
      final List<SetupSession> sessions,
      final HistogramLogs logs,
      final BenchReport report,
      final Consumer<String> progress) {
    final double[][] rates = new double[sessions.size()][plan.rounds()];
    final double[][] firstOctets = new double[sessions.size()][plan.rounds()];
    for (int round = 0; round < plan.rounds(); round++) {
      final StringBuilder line =
          new StringBuilder(title(outstanding, false) + ", round " + (round + 1) + ", a second:");
      for (int i = 0; i < sessions.size(); i++) {
        final SetupSession.Slice slice = sessions.get(i).run(outstanding, plan.sliceNs());
        rates[i][round] = slice.perSecond();
        firstOctets[i][round] = slice.firstOctets().getValueAtPercentile(50) / 1000.0;
        logs.add(
            title(outstanding, sessions.get(i)) + ", "
                + sessions.get(i).name(),
            slice.firstOctets());
        line.append(
            String.format(Locale.ROOT, " %s %.0f;", sessions.get(i).name(), rates[i][round]));
      }
      progress.accept(line.toString());
    }
    for (int i = 0; i < sessions.size(); i++) {
      final SetupSession session = sessions.get(i);
      final String title = title(outstanding, session);
      report.add(new Measurement(title, session.name(), RATE, "1/s", Better.HIGHER, rates[i], session.used()));
      report.add(new Measurement(title, session.name(), P50, "us", Better.LOWER, firstOctets[i]));
    }
    final boolean many = outstanding > 1;
    compare(outstanding, RATE, many ? Target.of(2, 4) : Target.NONE, report);
    compare(outstanding, P50, many ? Target.NONE : Target.of(0.5), report);
  }

  /** Both ends spinning, against the better of the kernel's two ways; and what stands beside it. */
  private static void compare(
      final int outstanding, final String metric, final Target target, final BenchReport report) {
    final String apart = title(outstanding, false);
    final String together = title(outstanding, true);
    final Measurement ours = report.get(apart, SetupPeers.BRAIDWIRE, metric);
    final Measurement kernelApart = report.get(apart, SetupPeers.KERNEL_MPTCP, metric);
    final Measurement kernelTogether = report.get(together, SetupPeers.KERNEL_MPTCP, metric);
    final Measurement kernel =
        ours.better().reaches(kernelApart.median(), kernelTogether.median()) ? kernelApart : kernelTogether;
    report.add(Comparison.ratio(ours, kernel, target));
    report.add(Comparison.ratio(report.get(together, SetupPeers.BRAIDWIRE, metric), kernel, Target.NONE));
    report.add(Comparison.ratio(ours, report.get(apart, SetupPeers.KERNEL_TCP, metric), Target.NONE));
  }
}
