package org.braidwire.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report as the maps and lists that JSON is written from and read into, under the names that scripts know. What is
 * derived is written for scripts and made anew when read. Stateless.
 */
public final class ReportMap {
  private ReportMap() {}

  /** {@code environment}, {@code results} and {@code ratios}. */
  public static Map<String, Object> of(final BenchReport report) {
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("environment", report.environment());
    map.put("results", report.results().stream().map(ReportMap::of).toList());
    map.put("ratios", report.ratios().stream().map(ReportMap::of).toList());
    return map;
  }

  private static Map<String, Object> of(final Measurement result) {
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("case", result.name());
    map.put("peer", result.peer());
    map.put("metric", result.metric());
    map.put("unit", result.unit());
    map.put("better", result.better().label());
    map.put("median", result.median());
    map.put("min", result.min());
    map.put("max", result.max());
    map.put("runs", result.runs());
    map.put("stalled", result.stalledRuns());
    map.put("medianWithoutStalled", known(result.medianWithoutStalled()));
    map.put("measurable", result.isMeasurable());
    map.put("values", list(result.values()));
    map.put("isStalled", stalled(result));
    map.put("used", result.used());
    return map;
  }

  private static List<Boolean> stalled(final Measurement result) {
    final List<Boolean> marks = new ArrayList<>();
    for (int run = 0; run < result.runs(); run++) {
      marks.add(result.isStalled(run));
    }
    return marks;
  }

  private static Map<String, Object> of(final Comparison ratio) {
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("case", ratio.name());
    map.put("against", ratio.against());
    map.put("metric", ratio.metric());
    map.put("unit", ratio.unit());
    map.put("better", ratio.better().label());
    map.put("value", known(ratio.value()));
    map.put("withStalled", known(ratio.withStalled()));
    map.put("min", known(ratio.low()));
    map.put("max", known(ratio.high()));
    map.put("spread", ratio.spread());
    map.put("target", ratio.target().bound());
    map.put("stretch", ratio.target().stretch());
    map.put("met", ratio.verdict().met());
    map.put("verdict", ratio.verdict().label());
    map.put("values", list(ratio.values()));
    return map;
  }

  /** JSON has no way to say that a number is none, or a ratio to a peer that moved nothing. */
  private static Double known(final double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static List<Double> list(final double[] values) {
    final List<Double> list = new ArrayList<>();
    for (final double value : values) {
      list.add(known(value));
    }
    return list;
  }

  /** What {@link #of(BenchReport)} made; an {@link IllegalArgumentException} where it is something else. */
  public static BenchReport read(final Object json) {
    try {
      final Map<?, ?> map = (Map<?, ?>) json;
      final Map<String, String> environment = texts(map.get("environment"));
      final List<Measurement> results = new ArrayList<>();
      for (final Object result : (List<?>) map.get("results")) {
        results.add(measurement((Map<?, ?>) result));
      }
      final List<Comparison> ratios = new ArrayList<>();
      for (final Object ratio : (List<?>) map.get("ratios")) {
        ratios.add(comparison((Map<?, ?>) ratio));
      }
      return new BenchReport(environment, results, ratios);
    } catch (final ClassCastException | NullPointerException notOne) {
      throw new IllegalArgumentException("not a benchmark's report", notOne);
    }
  }

  private static Measurement measurement(final Map<?, ?> map) {
    return new Measurement(
        (String) map.get("case"),
        (String) map.get("peer"),
        (String) map.get("metric"),
        (String) map.get("unit"),
        Better.of((String) map.get("better")),
        numbers(map.get("values")),
        texts(map.get("used")));
  }

  private static Comparison comparison(final Map<?, ?> map) {
    return new Comparison(
        (String) map.get("case"),
        (String) map.get("against"),
        (String) map.get("metric"),
        (String) map.get("unit"),
        Better.of((String) map.get("better")),
        number(map.get("value")),
        number(map.get("withStalled")),
        number(map.get("min")),
        number(map.get("max")),
        (String) map.get("spread"),
        new Target(optional(map.get("target")), optional(map.get("stretch"))),
        Verdict.of((String) map.get("verdict")),
        numbers(map.get("values")));
  }

  private static double number(final Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  private static Double optional(final Object value) {
    return value == null ? null : Double.valueOf(((Number) value).doubleValue());
  }

  private static double[] numbers(final Object list) {
    return ((List<?>) list).stream().mapToDouble(ReportMap::number).toArray();
  }

  private static Map<String, String> texts(final Object map) {
    final Map<String, String> texts = new LinkedHashMap<>();
    ((Map<?, ?>) map).forEach((name, value) -> texts.put((String) name, (String) value));
    return texts;
  }
}
