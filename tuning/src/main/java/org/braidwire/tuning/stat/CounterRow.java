package org.braidwire.tuning.stat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A counter and how fast it grew since the sample before. A value, in the form that scripts read as JSON.
 *
 * @param engine which engine of the process, from 1
 * @param kind what it belongs to, such as {@code engine}, {@code drop}, {@code port}
 * @param scope the interface or the listening port, or empty
 * @param name the counter's name
 * @param value the number
 * @param perSecond growth a second, or null for a gauge and without a sample before
 */
public record CounterRow(int engine, String kind, String scope, String name, long value, Double perSecond) {
  private static final double NS_PER_SECOND = 1e9;

  /** Every counter of {@code now}; {@code before} may be empty. */
  public static List<CounterRow> between(final List<EngineSample> before, final List<EngineSample> now) {
    final List<CounterRow> rows = new ArrayList<>();
    for (final EngineSample sample : now) {
      final EngineSample earlier = before.stream()
          .filter(candidate -> candidate.engine() == sample.engine())
          .findFirst()
          .orElse(null);
      for (final CounterValue value : sample.values()) {
        rows.add(row(value, rate(value, sample, earlier)));
      }
    }
    return rows;
  }

  private static CounterRow row(final CounterValue value, final Double perSecond) {
    final String kind = value.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new CounterRow(value.engine(), kind, value.scope(), value.name(), value.value(), perSecond);
  }

  /** By the publisher's own times: what was stored 100 ms ago says nothing about those 100 ms. */
  private static Double rate(final CounterValue value, final EngineSample sample, final EngineSample earlier) {
    if (earlier == null || !value.kind().isTotal()) {
      return null;
    }
    final long elapsedNs = sample.publishedNs() - earlier.publishedNs();
    if (elapsedNs < 0) {
      return null; // another engine under the same number
    }
    for (final CounterValue old : earlier.values()) {
      if (value.isSameCounter(old)) {
        return elapsedNs == 0 ? 0 : (value.value() - old.value()) * NS_PER_SECOND / elapsedNs;
      }
    }
    return null;
  }
}
