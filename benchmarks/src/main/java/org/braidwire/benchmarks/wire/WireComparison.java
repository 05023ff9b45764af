package org.braidwire.benchmarks.wire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.braidwire.benchmarks.echo.EchoSession;
import org.braidwire.benchmarks.echo.EchoSessions;
import org.braidwire.benchmarks.echo.EchoSlice;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.HistogramLogs;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Target;

/**
 * Raw frames through each kind of port: the floor under everything that is built on it. All kinds in turn, round by
 * round. The thread that runs the benchmark; used once.
 */
public final class WireComparison {
  /** The case of the ping-pong. */
  public static final String ECHO = "raw echo of 64 B frames";

  static final String P50 = "p50";
  static final String P99 = "p99";

  private static final double MAX_ECHO_US = 2.5;

  private final List<WireKind> kinds;
  private final int rounds;
  private final long sliceNs;
  private final Path logFolder;

  /**
   * @param rounds how often each kind is measured
   * @param sliceNs how long each time
   * @param logFolder where histograms are kept, or null
   */
  public WireComparison(final List<WireKind> kinds, final int rounds, final long sliceNs, final Path logFolder) {
    this.kinds = List.copyOf(kinds);
    this.rounds = rounds;
    this.sliceNs = sliceNs;
    this.logFolder = logFolder;
  }

  /** Runs everything; tells {@code progress} a line now and then. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench wire");
    try (EndPair pair = new EndPair()) {
      report.environment().put("pinning", pair.pinning());
      report.environment()
          .put("both ends", "in one JVM, in a network namespace each, but for the in-memory wire");
      echo(pair, report, progress);
      new FloodRounds(kinds, rounds, sliceNs).run(pair, report, progress);
    }
    return report;
  }

  private void echo(final EndPair pair, final BenchReport report, final Consumer<String> progress) {
    try (EchoSessions sessions = new EchoSessions(pair);
        HistogramLogs logs = HistogramLogs.in(logFolder)) {
      kinds.forEach(kind -> sessions.open(() -> RawEcho.on(kind.open())));
      sessions.warmUp(sliceNs);
      for (final EchoSession session : sessions.all()) {
        session.sweepSteering();
        report.environment().put("setting of " + session.peer().name() + ", echo", session.setting());
      }
      final double[][] p50 = new double[kinds.size()][rounds];
      final double[][] p99 = new double[kinds.size()][rounds];
      for (int round = 0; round < rounds; round++) {
        final StringBuilder line = new StringBuilder("echo, round " + (round + 1) + ", p50 us:");
        for (int i = 0; i < kinds.size(); i++) {
          final EchoSession session = sessions.all().get(i);
          final EchoSlice slice = session.closedLoop(sliceNs);
          logs.add(ECHO + ", " + session.peer().name(), slice.times());
          p50[i][round] = slice.us(50);
          p99[i][round] = slice.us(99);
          line.append(String.format(
              Locale.ROOT, " %s %.2f", session.peer().name(), p50[i][round]));
        }
        progress.accept(line.toString());
      }
      publish(sessions.all(), p50, p99, report);
    }
  }

  private void publish(
      final List<EchoSession> sessions, final double[][] p50, final double[][] p99, final BenchReport report) {
    final List<Measurement> onDevices = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      final String name = sessions.get(i).peer().name();
      final Measurement middle = report.add(new Measurement(
          ECHO, name, P50, "us", Better.LOWER, p50[i], sessions.get(i).used()));
      report.add(new Measurement(ECHO, name, P99, "us", Better.LOWER, p99[i]));
      if (sessions.get(i).peer().laboratory() != null) {
        onDevices.add(middle);
      }
    }
    onDevices.stream()
        .min((a, b) -> Double.compare(a.median(), b.median()))
        .ifPresent(fastest -> report.add(
            Comparison.bound(fastest, "the bound, by " + fastest.peer(), Target.of(MAX_ECHO_US))));
  }
}
