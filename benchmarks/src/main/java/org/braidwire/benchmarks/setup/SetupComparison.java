package org.braidwire.benchmarks.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.HistogramLogs;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.RunFacts;
import org.braidwire.benchmarks.report.Target;

/**
 * Connections a second, and the time from connecting to the first octet of an answer, by Braidwire and by the kernel
 * over a veth link: each connection is made, carries 64 octets each way between two applications, and is closed in both
 * directions, its TIME_WAIT kept. Each stack waits in every {@link SetupWay}, of which its fastest counts. All peers in
 * turn, round by round. The thread that runs the benchmark; used once.
 */
public final class SetupComparison {
  static final String RATE = "connections a second";
  static final String FIRST_BYTE = "connect to first byte, p50";
  static final int ONE = 1;
  static final int MANY = 64;

  private static final int[] OUTSTANDING = {ONE, MANY};
  private static final String PER_SECOND = "1/s";
  private static final String US = "us";
  private static final double MEDIAN = 50;

  private final SetupPlan plan;

  public SetupComparison(final SetupPlan plan) {
    this.plan = plan;
  }

  /** Runs everything; tells {@code progress} a line now and then. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench setup");
    final List<SetupPeer> peers = new ArrayList<>();
    try (EndPair pair = new EndPair();
        HistogramLogs logs = HistogramLogs.in(plan.logFolder())) {
      describe(report, pair);
      try {
        for (final Supplier<SetupPeer> maker :
            new SetupPeers(plan, pair).all().values()) {
          peers.add(maker.get());
          sweep(peers.getLast(), report, progress);
        }
        measure(peers, logs, report, progress);
      } finally {
        Closing.all(peers);
      }
    }
    return report;
  }

  private static void describe(final BenchReport report, final EndPair pair) {
    final Map<String, String> environment = report.environment();
    environment.put("pinning", pair.pinning() + "; also sleeping, on a core each or both on the near end's");
    environment.put(
        "a connection",
        "handshake, 64 octets asked and answered, closed by the near end, then by the far"
            + " end; ended when the near end has seen the far end's FIN (and DATA_FIN)");
    environment.put("TIME_WAIT", "kept by the near end for the length of a run, by kernels for 60 s");
    environment.put(
        "both ends",
        "in one JVM, in a network namespace each; only frames on the veth link pass between" + " them");
  }

  private void sweep(final SetupPeer peer, final BenchReport report, final Consumer<String> progress) {
    for (final int outstanding : OUTSTANDING) {
      final String found = peer.sweep(outstanding, plan);
      report.environment().put("setting of " + peer.name() + ", " + title(outstanding), found);
      progress.accept(peer.name() + ", " + title(outstanding) + ": " + found);
    }
  }

  private void measure(
      final List<SetupPeer> peers,
      final HistogramLogs logs,
      final BenchReport report,
      final Consumer<String> progress) {
    for (final int outstanding : OUTSTANDING) {
      final String title = title(outstanding);
      final double[][] rates = new double[peers.size()][plan.rounds()];
      final double[][] us = new double[peers.size()][plan.rounds()];
      final List<RunFacts> used =
          peers.stream().map(peer -> new RunFacts()).toList();
      for (int round = 0; round < plan.rounds(); round++) {
        final StringBuilder line = new StringBuilder(title + ", round " + (round + 1) + ":");
        for (int i = 0; i < peers.size(); i++) {
          final SetupRun run = peers.get(i).run(outstanding, plan.warmUpNs(), plan.runNs());
          logs.add(title + ", " + peers.get(i).name(), run.firstByte());
          rates[i][round] = run.perSecond();
          us[i][round] = run.us(MEDIAN);
          used.get(i).add(run.used());
          line.append(String.format(
              Locale.ROOT,
              " %s %,.0f/s, p50 %.1f us;",
              peers.get(i).name(),
              rates[i][round],
              us[i][round]));
        }
        progress.accept(line.toString());
      }
      for (int i = 0; i < peers.size(); i++) {
        final String name = peers.get(i).name();
        report.add(new Measurement(
            title,
            name,
            RATE,
            PER_SECOND,
            Better.HIGHER,
            rates[i],
            used.get(i).all()));
        report.add(new Measurement(title, name, FIRST_BYTE, US, Better.LOWER, us[i]));
      }
      compare(title, outstanding, report);
    }
  }

  private static void compare(final String title, final int outstanding, final BenchReport report) {
    final Map<String, Target> promised = new LinkedHashMap<>();
    promised.put(RATE, outstanding == MANY ? Target.of(2.0, 4.0) : Target.NONE);
    promised.put(FIRST_BYTE, outstanding == ONE ? Target.of(0.5) : Target.NONE);
    for (final String kernel : new String[] {SetupPeers.KERNEL_MPTCP, SetupPeers.KERNEL_TCP}) {
      promised.forEach((metric, target) -> {
        report.add(Comparison.ratio(
            fastest(SetupPeers.BRAIDWIRE, title, metric, report),
            fastest(kernel, title, metric, report),
            kernel.equals(SetupPeers.KERNEL_MPTCP) ? target : Target.NONE));
      });
    }
  }

  /** The fastest way of {@code stack}, which alone counts, under the stack's name. */
  private static Measurement fastest(
      final String stack, final String title, final String metric, final BenchReport report) {
    final Measurement best = Arrays.stream(SetupWay.values())
        .map(way -> report.get(title, way.of(stack), metric))
        .reduce(SetupComparison::faster)
        .orElseThrow();
    report.environment().put("what counts of " + stack + ", " + title + ", " + metric, best.peer());
    return named(best, stack);
  }

  /** The one with the better median: of a stack's ways that one counts. */
  static Measurement faster(final Measurement a, final Measurement b) {
    return a.better().reaches(a.medianWithoutStalled(), b.medianWithoutStalled()) ? a : b;
  }

  /** The same figures under a name that is the same in every report, whichever way was the faster one. */
  private static Measurement named(final Measurement best, final String peer) {
    return new Measurement(
        best.name(), peer, best.metric(), best.unit(), best.better(), best.values(), best.used());
  }

  static String title(final int outstanding) {
    return "connections, " + outstanding + " outstanding";
  }
}
