package org.braidwire.simulation.link;

/**
 * What one direction of a link does to frames. Immutable; the {@code with} methods make variants.
 *
 * @param rateBitsPerSecond serialisation rate, 0 for infinitely fast
 * @param queueBytes what waits in front of a busy link before the tail is dropped
 * @param delayNs propagation delay
 * @param jitterNs largest additional delay, uniform, order kept
 * @param loss probability of independent loss
 * @param burst loss in bursts
 * @param reorder probability that a frame is held back
 * @param reorderNs largest time that it is held back
 * @param duplication probability of a second copy
 * @param corruption probability of flipped bits
 */
public record Impairment(
    long rateBitsPerSecond,
    int queueBytes,
    long delayNs,
    long jitterNs,
    double loss,
    Burst burst,
    double reorder,
    long reorderNs,
    double duplication,
    double corruption) {

  /**
   * Gilbert-Elliott: a chain of a good state without loss and a bad one.
   *
   * @param enter probability a frame of going from good to bad
   * @param leave probability a frame of going from bad to good
   * @param loss probability of loss in the bad state
   */
  public record Burst(double enter, double leave, double loss) {
    public static final Burst NONE = new Burst(0, 1, 0);

    /** Long-run share of frames lost. */
    public double meanLoss() {
      return enter == 0 ? 0 : loss * enter / (enter + leave);
    }
  }

  /** Checks the ranges. */
  public Impairment {
    if (rateBitsPerSecond < 0 || queueBytes < 0 || delayNs < 0 || jitterNs < 0 || reorderNs < 0) {
      throw new IllegalArgumentException("a rate, size or time is negative");
    }
  }

  /** A clean link of this rate, queue and delay. */
  public static Impairment clean(final long rateBitsPerSecond, final int queueBytes, final long delayNs) {
    return new Impairment(rateBitsPerSecond, queueBytes, delayNs, 0, 0, Burst.NONE, 0, 0, 0, 0);
  }

  /** The same rate, queue and delay without any fault. */
  public Impairment healed() {
    return clean(rateBitsPerSecond, queueBytes, delayNs);
  }

  public Impairment withJitter(final long ns) {
    return new Impairment(
        rateBitsPerSecond, queueBytes, delayNs, ns, loss, burst, reorder, reorderNs, duplication, corruption);
  }

  public Impairment withLoss(final double probability) {
    return new Impairment(
        rateBitsPerSecond,
        queueBytes,
        delayNs,
        jitterNs,
        probability,
        burst,
        reorder,
        reorderNs,
        duplication,
        corruption);
  }

  public Impairment withBurst(final Burst chain) {
    return new Impairment(
        rateBitsPerSecond,
        queueBytes,
        delayNs,
        jitterNs,
        loss,
        chain,
        reorder,
        reorderNs,
        duplication,
        corruption);
  }

  public Impairment withReorder(final double probability, final long ns) {
    return new Impairment(
        rateBitsPerSecond,
        queueBytes,
        delayNs,
        jitterNs,
        loss,
        burst,
        probability,
        ns,
        duplication,
        corruption);
  }

  public Impairment withDuplication(final double probability) {
    return new Impairment(
        rateBitsPerSecond,
        queueBytes,
        delayNs,
        jitterNs,
        loss,
        burst,
        reorder,
        reorderNs,
        probability,
        corruption);
  }

  public Impairment withCorruption(final double probability) {
    return new Impairment(
        rateBitsPerSecond,
        queueBytes,
        delayNs,
        jitterNs,
        loss,
        burst,
        reorder,
        reorderNs,
        duplication,
        probability);
  }

  public Impairment withQueue(final int bytes) {
    return new Impairment(
        rateBitsPerSecond, bytes, delayNs, jitterNs, loss, burst, reorder, reorderNs, duplication, corruption);
  }
}
