package org.braidwire.benchmarks.rtt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
import org.braidwire.benchmarks.report.Samples;
import org.braidwire.benchmarks.report.Target;

/**
 * The ping-pong at a fixed rate, timed from when each message was to be sent: slices in turn, a jitter probe between
 * them, and rounds left out for all peers alike in which the machine took too much from one of them.
 */
final class FixedRate {
  /**
   * A slice next to a probe that lost more than this part of its time is disturbed. Fixed before anything was
   * measured: half of what a 99th percentile leaves out.
   */
  static final double MAX_STOLEN_SHARE = 0.005;

  /** With fewer undisturbed rounds than this part of all nothing is claimed. */
  private static final double MIN_GOOD_SHARE = 1.0 / 3;

  private static final Set<String> PEERS = Set.of(RttPeers.BRAIDWIRE, RttPeers.KERNEL_MPTCP, RttPeers.KERNEL_TCP);
  private static final double TARGET = 0.6;

  private final RttPlan plan;
  private final String name;

  FixedRate(final RttPlan plan) {
    this.plan = plan;
    name = String.format(Locale.ROOT, "64 B at %,d a second", plan.perSecond());
  }

  void run(
      final EchoSessions sessions,
      final EndPair pair,
      final HistogramLogs logs,
      final BenchReport report,
      final Consumer<String> progress) {
    final List<EchoSession> peers = sessions.all().stream()
        .filter(session -> PEERS.contains(session.peer().name()))
        .toList();
    final double[][] p99 = new double[peers.size()][plan.slices()];
    final boolean[] disturbed = new boolean[plan.slices()];
    long messages = 0;
    for (int slice = 0; slice < plan.slices(); slice++) {
      double stolen = JitterProbe.stolenShare(pair, plan.probeNs());
      final StringBuilder line = new StringBuilder(name + ", slice " + (slice + 1) + ", p99 us:");
      for (int i = 0; i < peers.size(); i++) {
        final EchoSlice found = peers.get(i).openLoop(plan.openNs(), plan.perSecond());
        stolen = Math.max(stolen, JitterProbe.stolenShare(pair, plan.probeNs()));
        logs.add(name + ", " + peers.get(i).peer().name(), found.times());
        p99[i][slice] = found.us(99);
        messages += found.messages();
        line.append(String.format(
            Locale.ROOT, " %s %.2f;", peers.get(i).peer().name(), p99[i][slice]));
      }
      disturbed[slice] = stolen > MAX_STOLEN_SHARE;
      progress.accept(line + (disturbed[slice] ? " disturbed" : ""));
    }
    publish(peers, p99, disturbed, messages, report);
  }

  private void publish(
      final List<EchoSession> peers,
      final double[][] p99,
      final boolean[] disturbed,
      final long messages,
      final BenchReport report) {
    final int[] good = IntStream.range(0, plan.slices())
        .filter(slice -> !disturbed[slice])
        .toArray();
    report.environment()
        .put(
            "fixed rate",
            String.format(
                Locale.ROOT,
                "%d slices a peer, %d of them disturbed and left out for all (more than %.1f %% of a jitter probe"
                    + " taken away); %,d messages sent, as many came back",
                plan.slices(),
                plan.slices() - good.length,
                100 * MAX_STOLEN_SHARE,
                messages));
    final boolean enough = good.length >= Math.max(1, MIN_GOOD_SHARE * plan.slices());
    final List<Measurement> results = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      final double[] kept = enough ? Samples.pick(p99[i], good) : p99[i];
      final Samples.Interval interval = Samples.medianInterval(kept);
      results.add(report.add(new Measurement(
          name,
          peers.get(i).peer().name(),
          RttComparison.P99,
          "us",
          Better.LOWER,
          kept,
          Map.of(
              "95 % interval of the median",
              String.format(Locale.ROOT, "%.2f to %.2f us", interval.low(), interval.high())))));
    }
    results.stream()
        .filter(result -> result.peer().equals(RttPeers.BRAIDWIRE))
        .findFirst()
        .ifPresent(ours -> results.stream()
            .filter(theirs -> !theirs.peer().equals(RttPeers.BRAIDWIRE))
            .forEach(theirs -> report.add(compare(ours, theirs, enough))));
  }

  private Comparison compare(final Measurement ours, final Measurement theirs, final boolean enough) {
    final Comparison.Subject subject =
        new Comparison.Subject(name, theirs.peer(), RttComparison.P99, Comparison.TIMES, Better.LOWER);
    final Target target = theirs.peer().equals(RttPeers.KERNEL_MPTCP) ? Target.of(TARGET) : Target.NONE;
    if (!enough) {
      return Comparison.notMeasurable(subject, target);
    }
    final double[] ratios = new double[ours.runs()];
    Arrays.setAll(ratios, slice -> ours.values()[slice] / theirs.values()[slice]);
    final Samples.Interval interval = Samples.bootstrap(
        ours.runs(),
        drawn -> Samples.median(Samples.pick(ours.values(), drawn))
            / Samples.median(Samples.pick(theirs.values(), drawn)));
    return Comparison.interval(subject, ours.median() / theirs.median(), interval, target, ratios);
  }
}
