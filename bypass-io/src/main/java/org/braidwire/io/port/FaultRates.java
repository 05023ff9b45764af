package org.braidwire.io.port;

/**
 * How often a {@link FaultInjector} harms a frame of one direction; each a probability from 0 to 1.
 *
 * @param loss the frame vanishes
 * @param duplication it comes twice
 * @param corruption one bit of it is turned over
 * @param reordering it is held back while others pass
 * @param longestHold how many later frames or empty polls may pass a held frame, at least 1
 */
public record FaultRates(double loss, double duplication, double corruption, double reordering, int longestHold) {
  /** No fault. */
  public static final FaultRates NONE = new FaultRates(0, 0, 0, 0, 1);

  public FaultRates {
    if (!isRate(loss) || !isRate(duplication) || !isRate(corruption) || !isRate(reordering) || longestHold < 1) {
      throw new IllegalArgumentException("rates are from 0 to 1 and a hold is at least 1");
    }
  }

  private static boolean isRate(final double rate) {
    return rate >= 0 && rate <= 1;
  }
}
