package org.braidwire.benchmarks.report;

import java.util.Locale;

/** Which of two figures of one metric is the better one. */
public enum Better {
  LOWER,
  HIGHER;

  /** Whether {@code value} is at least as good as {@code bound}. */
  public boolean reaches(final double value, final double bound) {
    return this == LOWER ? value <= bound : value >= bound;
  }

  /** The worse of two figures. */
  public double worse(final double a, final double b) {
    return this == LOWER ? Math.max(a, b) : Math.min(a, b);
  }

  /** As reports spell it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What {@link #label} spelled. */
  public static Better of(final String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
