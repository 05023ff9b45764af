package org.braidwire.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a benchmark found: where, what each peer reached, and what that says of the targets. Filled by the thread that
 * runs the benchmark.
 *
 * @param environment where and how it ran, by the names that reports print
 * @param results every figure
 * @param ratios every figure against another
 */
public record BenchReport(Map<String, String> environment, List<Measurement> results, List<Comparison> ratios) {
  /** {@link #environment}: the name of the benchmark. */
  public static final String BENCHMARK = "benchmark";

  /** {@link #environment}: the command line that makes the figures again. */
  public static final String COMMAND = "command";

  /** An empty report of this machine, taken before the benchmark loads it. */
  public static BenchReport begin(final String benchmark) {
    final Map<String, String> environment = new LinkedHashMap<>();
    environment.put(BENCHMARK, benchmark);
    environment.putAll(BenchEnvironment.describe());
    return new BenchReport(environment, new ArrayList<>(), new ArrayList<>());
  }

  /** Adds a figure and hands it back, for comparisons. */
  public Measurement add(final Measurement measurement) {
    results.add(measurement);
    return measurement;
  }

  public void add(final Comparison comparison) {
    ratios.add(comparison);
  }

  /** The figure of {@code peer} in a case, or empty where it was not measured. */
  public Optional<Measurement> find(final String name, final String peer, final String metric) {
    return results.stream()
        .filter(result -> result.name().equals(name)
            && result.peer().equals(peer)
            && result.metric().equals(metric))
        .findFirst();
  }

  /** The figure of {@code peer} in a case, which was measured. */
  public Measurement get(final String name, final String peer, final String metric) {
    return find(name, peer, metric)
        .orElseThrow(() -> new NoSuchElementException(peer + " has no " + metric + " in " + name));
  }

  /** Whether some target was missed. */
  public boolean hasMissed() {
    return ratios.stream().anyMatch(ratio -> ratio.verdict() == Verdict.MISSED);
  }
}
