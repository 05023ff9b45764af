package org.braidwire.simulation.scenario;

import org.braidwire.simulation.check.Coverage;

/**
 * What became of one seed.
 *
 * @param logHash digest of everything that happened
 * @param virtualNs how long it took in virtual time
 * @param outcome how the transfer ended, for the summary
 * @param coverage which faults hit what
 * @param failure what was broken, or null
 */
public record SeedResult(
    long seed, long logHash, long events, long virtualNs, String outcome, Coverage coverage, Throwable failure) {

  public boolean passed() {
    return failure == null;
  }

  /** The command that runs this seed again. */
  public String replayCommand() {
    return "./braidwire sim --seed " + seed;
  }
}
