package org.braidwire.simulation.scenario;

/**
 * How many threads a host's engine has, and how late they are.
 *
 * @param nicThread whether a thread of its own drives the ports
 * @param cycleNs a thread with something to do begins its next cycle within this time
 * @param preemption probability a cycle that the host takes the thread's core away after it
 * @param preemptionNs longest such time
 */
public record ThreadShape(boolean nicThread, long cycleNs, double preemption, long preemptionNs) {
  /** One thread does it all, and at once. */
  public static final ThreadShape ONE_THREAD = new ThreadShape(false, 0, 0, 0);

  /** Checks the ranges. */
  public ThreadShape {
    if (nicThread && (cycleNs < 1 || preemptionNs < 1)) {
      throw new IllegalArgumentException(
          "two threads take time: cycles of " + cycleNs + " ns, preempted for " + preemptionNs + " ns");
    }
  }
}
