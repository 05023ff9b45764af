package org.braidwire.benchmarks.profile;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.braidwire.benchmarks.loop.LoopProtocol;
import org.braidwire.benchmarks.loop.StackLoop;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Measurement;

/**
 * The stack loop's time by the stations of a segment's way: what a segment costs at each, over both ends and back. A
 * share of samples times the time of a segment, so a station's figure is as good as it has samples. One thread.
 */
public final class LoopProfile {
  private static final String TIME = "time a segment";
  private static final int FOOTPRINT_BYTES = 64 << 10;
  private static final int BATCH = 32;
  private static final int HOTTEST = 12;

  private final int rounds;
  private final long sliceNs;
  private final long warmUpNs;

  /**
   * @param rounds how often each protocol is sampled
   * @param sliceNs how long each time
   */
  public LoopProfile(final int rounds, final long sliceNs) {
    this.rounds = rounds;
    this.sliceNs = sliceNs;
    warmUpNs = sliceNs;
  }

  /** Runs everything; tells {@code progress} the hottest methods of each protocol. */
  public BenchReport run(final Consumer<String> progress) {
    requireLines();
    final BenchReport report = BenchReport.begin("bench profile");
    report.environment().put("sampling", "processor time of the loop's thread, each 1 ms, to the innermost frame");
    for (final LoopProtocol protocol : LoopProtocol.values()) {
      try (StackLoop loop = new StackLoop(protocol, FOOTPRINT_BYTES)) {
        profile(protocol, loop, report, progress);
      }
    }
    return report;
  }

  /** Without line tables for inlined code the JVM charges the nearest safepoint. */
  private static void requireLines() {
    if (!ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:+DebugNonSafepoints")) {
      throw new BenchException("the JVM needs -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints, which"
          + " './braidwire bench profile' gives it");
    }
  }

  private void profile(
      final LoopProtocol protocol,
      final StackLoop loop,
      final BenchReport report,
      final Consumer<String> progress) {
    nsPerSegment(loop, warmUpNs);
    final List<ProfileSamples> samples = new ArrayList<>();
    final double[] times = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      final int round = i;
      samples.add(ProfileSamples.of(() -> times[round] = nsPerSegment(loop, sliceNs)));
    }
    final TreeSet<String> stations = new TreeSet<>();
    samples.forEach(sample -> stations.addAll(sample.byStation().keySet()));
    final String name = protocol.title(FOOTPRINT_BYTES);
    report.add(new Measurement(name, "all stations", TIME, "ns", Better.LOWER, times));
    for (final String station : stations) {
      final double[] values = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        values[i] = samples.get(i).share(station) * times[i];
      }
      report.add(new Measurement(name, station, TIME, "ns", Better.LOWER, values));
    }
    progress.accept(name + ", hottest: " + hottest(samples.getLast()));
  }

  private static double nsPerSegment(final StackLoop loop, final long forNs) {
    final long startNs = System.nanoTime();
    long nowNs = startNs;
    long segments = 0;
    while (nowNs - startNs < forNs) {
      loop.transfer(BATCH);
      segments += BATCH;
      nowNs = System.nanoTime();
    }
    return (double) (nowNs - startNs) / segments;
  }

  private static String hottest(final ProfileSamples samples) {
    final StringBuilder text = new StringBuilder();
    samples.byMethod().entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(HOTTEST)
        .forEach(entry -> text.append(text.isEmpty() ? "" : ", ")
            .append(entry.getKey())
            .append(String.format(Locale.ROOT, " %.1f %%", 100.0 * entry.getValue() / samples.total())));
    return text.toString();
  }
}
