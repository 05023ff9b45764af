package org.braidwire.benchmarks.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark found, in the form that a script reads: medians with their spread, and ratios with their targets.
 *
 * @param environment where and how it ran
 * @param results case, peer, metric, unit, median, min, max, runs
 * @param ratios case, against, metric, value (a median), min, max, target, met
 */
public record BenchReport(
    Map<String, String> environment, List<Map<String, Object>> results, List<Map<String, Object>> ratios) {

  /** Adds the samples of one case, one a round. */
  public void addResult(
      final String name, final String peer, final String metric, final String unit, final double[] samples) {
    final Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("case", name);
    entry.put("peer", peer);
    entry.put("metric", metric);
    entry.put("unit", unit);
    entry.put("median", median(samples));
    entry.put("min", Arrays.stream(samples).min().orElseThrow());
    entry.put("max", Arrays.stream(samples).max().orElseThrow());
    entry.put("runs", samples.length);
    results.add(entry);
  }

  /** Adds a ratio taken within each round; {@code target} is what its median may reach, or null. */
  public void addRatio(
      final String name, final String against, final String metric, final double[] samples, final Double target) {
    final double value = median(samples);
    final Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("case", name);
    entry.put("against", against);
    entry.put("metric", metric);
    entry.put("value", value);
    entry.put("min", Arrays.stream(samples).min().orElseThrow());
    entry.put("max", Arrays.stream(samples).max().orElseThrow());
    entry.put("target", target);
    entry.put("met", target == null ? null : value <= target);
    ratios.add(entry);
  }

  /** The same as two tables. */
  public String table() {
    final StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%-40s %10s %10s %10s %6s%n", "case", "median", "min", "max", "runs"));
    for (final Map<String, Object> result : results) {
      text.append(String.format(
          Locale.ROOT,
          "%-40s %10.1f %10.1f %10.1f %6d  %s%n",
          result.get("case"),
          number(result, "median"),
          number(result, "min"),
          number(result, "max"),
          (int) result.get("runs"),
          result.get("unit")));
    }
    for (final Map<String, Object> ratio : ratios) {
      text.append(String.format(
          Locale.ROOT,
          "%-40s %9.2fx (%.2f-%.2f) of %s%s%n",
          ratio.get("case"),
          number(ratio, "value"),
          number(ratio, "min"),
          number(ratio, "max"),
          ratio.get("against"),
          verdict(ratio)));
    }
    return text.toString();
  }

  private static double number(final Map<String, Object> entry, final String key) {
    return (double) entry.get(key);
  }

  private static String verdict(final Map<String, Object> ratio) {
    final Object target = ratio.get("target");
    return target == null
        ? ""
        : String.format(
            Locale.ROOT,
            "; target %.2fx %s",
            number(ratio, "target"),
            (boolean) ratio.get("met") ? "met" : "MISSED");
  }

  private static double median(final double[] samples) {
    final double[] sorted = samples.clone();
    Arrays.sort(sorted);
    final int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
