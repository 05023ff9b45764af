package org.braidwire.benchmarks.report;

/**
 * What a comparison is to reach.
 *
 * @param bound the promise, null for none
 * @param stretch what would be better still, null for none
 */
public record Target(Double bound, Double stretch) {
  /** Nothing was promised. */
  public static final Target NONE = new Target(null, null);

  public static Target of(final double bound) {
    return new Target(bound, null);
  }

  public static Target of(final double bound, final double stretch) {
    return new Target(bound, stretch);
  }

  /** What {@code value} says of the promise. */
  Verdict judge(final double value, final Better better) {
    if (bound == null) {
      return Verdict.NO_TARGET;
    }
    return better.reaches(value, bound) ? Verdict.MET : Verdict.MISSED;
  }
}
