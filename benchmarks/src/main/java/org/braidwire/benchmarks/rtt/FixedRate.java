package org.braidwire.benchmarks.rtt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.braidwire.benchmarks.echo.EchoSession;
import org.braidwire.benchmarks.echo.EchoSessions;
import org.braidwire.benchmarks.echo.EchoSlice;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.HistogramLogs;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Samples;
import org.braidwire.benchmarks.report.Target;

/**
 * The ping-pong at a fixed rate, timed from when each message was to be sent: slices in turn, a jitter probe between
 * them, and rounds left out for all peers alike in which the machine took too much from one of them. After each round
 * counters say that every peer is still what its name says.
 */
final class FixedRate {
  /**
   * A slice next to a probe that lost more than this part of its time is disturbed. Fixed before anything was
   * measured: half of what a 99th percentile leaves out.
   */
  static final double MAX_STOLEN_SHARE = 0.005;

  /** Slices are repeated until as many as wanted were undisturbed, but no more often than so many times as many. */
  private static final int MOST_TIMES_AS_MANY = 3;

  private static final Set<String> PEERS = Set.of(RttPeers.BRAIDWIRE, RttPeers.KERNEL_MPTCP, RttPeers.KERNEL_TCP);
  private static final Map<String, Double> PERCENTS =
      new TreeMap<>(Map.of(RttComparison.P50, 50.0, RttComparison.P99, 99.0));
  private static final double TARGET = 0.6;

  private final RttPlan plan;
  private final DoubleSupplier probe;
  private final String name;
  private final List<Round> rounds = new ArrayList<>();

  /** What each peer had used when the last round was over. */
  private List<Map<String, String>> used = List.of();

  /**
   * A slice of each peer.
   *
   * @param slices in the order of the peers
   * @param disturbed whether the machine took too much around one of them
   */
  private record Round(List<EchoSlice> slices, boolean disturbed) {}

  /** @param probe the part of a moment that the machine takes away just now */
  FixedRate(final RttPlan plan, final DoubleSupplier probe) {
    this.plan = plan;
    this.probe = probe;
    name = String.format(Locale.ROOT, "64 B at %,d a second", plan.perSecond());
  }

  void run(
      final EchoSessions sessions,
      final HistogramLogs logs,
      final BenchReport report,
      final Consumer<String> progress) {
    final List<EchoSession> peers = sessions.all().stream()
        .filter(session -> PEERS.contains(session.peer().name()))
        .toList();
    int wanted = plan.slices();
    while (wanted > 0 && rounds.size() < MOST_TIMES_AS_MANY * plan.slices()) {
      final Round round = round(peers);
      rounds.add(round);
      used = peers.stream().map(EchoSession::used).toList();
      wanted -= round.disturbed() ? 0 : 1;
      final StringBuilder line = new StringBuilder(name + ", slice " + rounds.size() + ", p99 us:");
      for (int i = 0; i < peers.size(); i++) {
        final String peer = peers.get(i).peer().name();
        final EchoSlice slice = round.slices().get(i);
        logs.add(name + ", " + peer, slice.times());
        line.append(String.format(Locale.ROOT, " %s %.2f;", peer, slice.us(99)));
      }
      progress.accept(line + (round.disturbed() ? " disturbed" : ""));
    }
    publish(peers, report);
  }

  private Round round(final List<EchoSession> peers) {
    double stolen = probe.getAsDouble();
    final List<EchoSlice> slices = new ArrayList<>();
    for (final EchoSession peer : peers) {
      slices.add(peer.openLoop(plan.openNs(), plan.perSecond()));
      stolen = Math.max(stolen, probe.getAsDouble());
    }
    return new Round(slices, stolen > MAX_STOLEN_SHARE);
  }

  private void publish(final List<EchoSession> peers, final BenchReport report) {
    final List<Round> good =
        rounds.stream().filter(round -> !round.disturbed()).toList();
    report.environment().put("fixed rate", account(good.size()));
    final List<Round> told = good.isEmpty() ? rounds : good;
    final boolean enough = good.size() >= RttPlan.RULED_SLICES;
    for (final Map.Entry<String, Double> percent : PERCENTS.entrySet()) {
      final List<Measurement> results = new ArrayList<>();
      for (int i = 0; i < peers.size(); i++) {
        final int at = i;
        final double[] us = told.stream()
            .mapToDouble(round -> round.slices().get(at).us(percent.getValue()))
            .toArray();
        results.add(report.add(measurement(peers.get(i).peer().name(), percent.getKey(), us, used.get(i))));
      }
      results.stream()
          .filter(result -> result.peer().equals(RttPeers.BRAIDWIRE))
          .findFirst()
          .ifPresent(ours -> results.stream()
              .filter(theirs -> !theirs.peer().equals(RttPeers.BRAIDWIRE))
              .forEach(theirs -> report.add(compare(ours, theirs, enough))));
    }
  }

  /** How many slices there were, and what came of them. */
  private String account(final int good) {
    final long messages = rounds.stream()
        .flatMap(round -> round.slices().stream())
        .mapToLong(EchoSlice::messages)
        .sum();
    return String.format(
        Locale.ROOT,
        "%d slices a peer, %d of them disturbed (more than %.1f %% of a jitter probe taken away) and %s; %d"
            + " undisturbed, of which a verdict wants %d; %,d messages sent, as many came back",
        rounds.size(),
        rounds.size() - good,
        100 * MAX_STOLEN_SHARE,
        good == 0 ? "told for want of others" : "left out for all",
        good,
        RttPlan.RULED_SLICES,
        messages);
  }

  private Measurement measurement(
      final String peer, final String metric, final double[] us, final Map<String, String> facts) {
    final Samples.Interval interval = Samples.medianInterval(us);
    final Map<String, String> told = new LinkedHashMap<>();
    told.put(
        "95 % interval of the median",
        String.format(Locale.ROOT, "%.2f to %.2f us", interval.low(), interval.high()));
    told.putAll(facts);
    return new Measurement(name, peer, metric, "us", Better.LOWER, us, told);
  }

  private Comparison compare(final Measurement ours, final Measurement theirs, final boolean enough) {
    final Comparison.Subject subject =
        new Comparison.Subject(name, theirs.peer(), theirs.metric(), Comparison.TIMES, Better.LOWER);
    final boolean promised =
        theirs.peer().equals(RttPeers.KERNEL_MPTCP) && theirs.metric().equals(RttComparison.P99);
    final Target target = promised ? Target.of(TARGET) : Target.NONE;
    final double[] ratios = new double[ours.runs()];
    Arrays.setAll(ratios, slice -> ours.values()[slice] / theirs.values()[slice]);
    final Samples.Interval interval = Samples.bootstrap(
        ours.runs(),
        drawn -> Samples.median(Samples.pick(ours.values(), drawn))
            / Samples.median(Samples.pick(theirs.values(), drawn)));
    return Comparison.interval(subject, ours.median() / theirs.median(), interval, enough, target, ratios);
  }
}
