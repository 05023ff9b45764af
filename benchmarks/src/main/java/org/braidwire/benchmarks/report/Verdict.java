package org.braidwire.benchmarks.report;

/** What a figure says of its target. */
public enum Verdict {
  MET("met"),
  MISSED("missed"),
  /** The machine disturbed too many runs, too few were made, or none could be: neither met nor missed. */
  NOT_MEASURABLE("not measurable"),
  /** Printed beside; nothing was promised. */
  NO_TARGET("");

  private final String label;

  Verdict(final String label) {
    this.label = label;
  }

  /** As reports spell it. */
  public String label() {
    return label;
  }

  /** What {@link #label} spelled. */
  public static Verdict of(final String label) {
    for (final Verdict verdict : values()) {
      if (verdict.label.equals(label)) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("no verdict: '" + label + "'");
  }

  /** The answer for a script: true, false, or null where there is none. */
  public Boolean met() {
    return switch (this) {
      case MET -> true;
      case MISSED -> false;
      case NOT_MEASURABLE, NO_TARGET -> null;
    };
  }
}
