package org.braidwire.benchmarks.engines;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.loop.StackLoop;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.Samples;

/**
 * What two engines that share links move, beside two stacks that share nothing: the same connections on the same two
 * cores, in turn, and each ratio taken within its round. The thread that runs the benchmark; used once.
 */
public final class EnginesComparison {
  static final String RATE = "rate";
  static final String FORWARDING = "a segment's forwarding";

  private static final String PEER = "Braidwire";
  private static final long WARM_UP_NS = 3_000_000_000L;
  private static final long RAMP_NS = 30_000_000L;

  /**
   * Of what is to be forwarded. Less is, and the figure too good, where something else holds a core for so long that
   * the subflows with the longer way are full.
   */
  private static final double MIN_SHARE = 0.9;

  private final int rounds;
  private final long sliceNs;

  /**
   * @param rounds how often each is measured
   * @param sliceNs how long each time
   */
  public EnginesComparison(final int rounds, final long sliceNs) {
    this.rounds = rounds;
    this.sliceNs = sliceNs;
  }

  /** Runs everything; tells {@code progress} a line a round. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench engines");
    final Map<Sharing, CorePair> pairs = new EnumMap<>(Sharing.class);
    try (EndPair threads = new EndPair()) {
      try {
        describe(threads, report.environment());
        for (final Sharing sharing : Sharing.values()) {
          pairs.put(sharing, new CorePair(sharing));
        }
        pairs.values().forEach(pair -> pair.run(threads, RAMP_NS, Math.min(WARM_UP_NS, 10 * sliceNs)));
        publish(measure(pairs, threads, progress), pairs, report);
      } finally {
        Closing.all(List.copyOf(pairs.values()));
      }
    }
    return report;
  }

  private static void describe(final EndPair threads, final Map<String, String> environment) {
    environment.put("pinning", threads.pinning() + ": a client's stack and an engine on each, in turn");
    environment.put(
        "load",
        CoreLoop.CONNECTIONS + " connections a core with " + CoreLoop.SUBFLOWS
            + " subflows each, half of the octets" + " on each subflow; at most "
            + CoreLoop.SEGMENTS_UNDER_WAY + " segments a core under way");
    environment.put(
        "payload",
        StackLoop.PAYLOAD_BYTES + " B a segment, checksums in software, written and read by the applications");
    environment.put("offloads", "none: the in-memory wire takes single segments");
    environment.put("wrong engine", "the first octets of a connection reach its owner; a join misses for its life");
  }

  private Map<Sharing, List<CorePair.Slice>> measure(
      final Map<Sharing, CorePair> pairs, final EndPair threads, final Consumer<String> progress) {
    final Map<Sharing, List<CorePair.Slice>> slices = new EnumMap<>(Sharing.class);
    for (int round = 0; round < rounds; round++) {
      final StringBuilder line = new StringBuilder("round " + (round + 1) + ", Gbit/s:");
      pairs.forEach((sharing, pair) -> {
        final CorePair.Slice slice = pair.run(threads, RAMP_NS, sliceNs);
        slices.computeIfAbsent(sharing, first -> new ArrayList<>()).add(slice);
        line.append(String.format(Locale.ROOT, " %s %.2f;", sharing.title, slice.gbitPerSecond()));
      });
      progress.accept(line.toString());
    }
    return slices;
  }

  private void publish(
      final Map<Sharing, List<CorePair.Slice>> slices,
      final Map<Sharing, CorePair> pairs,
      final BenchReport report) {
    final Map<Sharing, Measurement> rates = new EnumMap<>(Sharing.class);
    slices.forEach((sharing, ofSharing) -> rates.put(
        sharing,
        report.add(new Measurement(
            sharing.title,
            PEER,
            RATE,
            "Gbit/s",
            Better.HIGHER,
            ofSharing.stream()
                .mapToDouble(CorePair.Slice::gbitPerSecond)
                .toArray(),
            used(pairs.get(sharing), forwardedShare(ofSharing))))));
    for (final Sharing sharing : List.of(Sharing.LINKS, Sharing.LINKS_MISSED)) {
      final Comparison ratio = Comparison.ratio(rates.get(sharing), rates.get(Sharing.NOTHING), sharing.target());
      report.add(
          isWhatItSays(sharing, slices.get(sharing))
              ? ratio
              : Comparison.notMeasurable(
                  new Comparison.Subject(
                      ratio.name(),
                      ratio.against(),
                      ratio.metric(),
                      ratio.unit(),
                      ratio.better()),
                  ratio.target()));
    }
    report.add(new Measurement(
        Sharing.LINKS_MISSED.title,
        PEER,
        FORWARDING,
        "ns",
        Better.LOWER,
        forwardingNs(slices.get(Sharing.LINKS), slices.get(Sharing.LINKS_MISSED))));
  }

  /** Whether so much was forwarded that the figure is one of such a case. */
  private static boolean isWhatItSays(final Sharing sharing, final List<CorePair.Slice> slices) {
    return forwardedShare(slices) >= MIN_SHARE * sharing.forwardedShare();
  }

  /** The part of all segments that was forwarded in the middle one of the rounds. */
  private static double forwardedShare(final List<CorePair.Slice> slices) {
    return Samples.median(
        slices.stream().mapToDouble(CorePair.Slice::forwardedShare).toArray());
  }

  private static Map<String, String> used(final CorePair pair, final double forwardedShare) {
    final Map<String, String> used = pair.used();
    used.put("forwarded of all in the middle round", String.format(Locale.ROOT, "%.3f", forwardedShare));
    return used;
  }

  /** What forwarding one segment takes both cores together: the longer time of all, by the part that was forwarded. */
  private double[] forwardingNs(final List<CorePair.Slice> hit, final List<CorePair.Slice> missed) {
    final double[] values = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      final CorePair.Slice slice = missed.get(round);
      values[round] = (slice.coreNsPerSegment() - hit.get(round).coreNsPerSegment()) / slice.forwardedShare();
    }
    return values;
  }
}
