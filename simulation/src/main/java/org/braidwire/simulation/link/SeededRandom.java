package org.braidwire.simulation.link;

import org.braidwire.stack.base.RandomSource;

/**
 * Chance from one number (SplitMix64): the same seed gives the same sequence on every machine. Each consumer
 * gets a source of its own by {@link #fork}, so that one more draw here does not move every draw elsewhere.
 * One thread.
 */
public final class SeededRandom implements RandomSource {
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;
  private static final double TO_UNIT = 0x1.0p-53;

  private long state;

  public SeededRandom(final long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A source that depends on this one's seed so far and on {@code label}, and on nothing drawn later. */
  public SeededRandom fork(final String label) {
    long hash = state;
    for (int i = 0; i < label.length(); i++) {
      hash = mix(hash ^ label.charAt(i));
    }
    return new SeededRandom(hash);
  }

  /** Uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * TO_UNIT;
  }

  public boolean chance(final double probability) {
    return probability > 0 && nextDouble() < probability;
  }

  /** Uniform in [low, high], both included. */
  public long between(final long low, final long high) {
    return low + Long.remainderUnsigned(nextLong(), high - low + 1);
  }

  public int between(final int low, final int high) {
    return (int) between((long) low, (long) high);
  }

  /** Uniform in [low, high). */
  public double between(final double low, final double high) {
    return low + nextDouble() * (high - low);
  }

  /** The finaliser of SplitMix64: every bit of the input moves every bit of the output. */
  public static long mix(final long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
    return z ^ z >>> 31;
  }
}
