package org.braidwire.simulation.scenario;

/**
 * What befalls the ends themselves, each when so many octets have been consumed by both, or {@link #NEVER}.
 *
 * @param abortAtBytes when one side aborts
 * @param crashAtBytes when the server crashes
 * @param stallAtBytes when the server's engine stands still for a while
 * @param starveAtBytes when the server's frame pool is empty for a while
 * @param serverGone whether the server is gone for good when the client, which has heard its end, closes too
 */
public record MishapPlan(
    long abortAtBytes, long crashAtBytes, long stallAtBytes, long starveAtBytes, boolean serverGone) {
  static final long NEVER = Long.MAX_VALUE;
  static final MishapPlan NONE = new MishapPlan(NEVER, NEVER, NEVER, NEVER, false);

  MishapPlan withServerGone() {
    return new MishapPlan(abortAtBytes, crashAtBytes, stallAtBytes, starveAtBytes, true);
  }
}
