package org.braidwire.testing;

import java.util.Random;

/**
 * Chance for a fault injector that can make faults more frequent for a while: a warm-up then walks the rare paths as often
 * as much longer running would. One thread.
 */
public final class FaultChance extends Random {
  private static final long serialVersionUID = 1L;
  private static final double TIMES_AS_OFTEN = 3;

  private double timesAsOften = 1;

  public FaultChance(final long seed) {
    super(seed);
  }

  /** Whether faults come more often than the injector's rates say. */
  public void often(final boolean often) {
    timesAsOften = often ? TIMES_AS_OFTEN : 1;
  }

  /** What is compared with a rate. */
  @Override
  public double nextDouble() {
    return super.nextDouble() / timesAsOften;
  }
}
