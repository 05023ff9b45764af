package org.braidwire.benchmarks.footprint;

/**
 * What {@code bench footprint} is to do.
 *
 * @param rounds processes for each number of subflows
 * @param connections in each of them, at the end
 * @param many connections of one further process, 0 for none
 */
public record FootprintPlan(int rounds, int connections, int many) {
  private static final int CONNECTIONS = 100_000;
  private static final int MILLION = 1_000_000;

  /** The numbers that figures are published from: memory at 100,000 minus at 50,000. */
  public static FootprintPlan of(final int rounds, final boolean million) {
    return new FootprintPlan(rounds, CONNECTIONS, million ? MILLION : 0);
  }
}
