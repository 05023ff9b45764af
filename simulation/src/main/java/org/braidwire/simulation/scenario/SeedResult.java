package org.braidwire.simulation.scenario;

import java.util.Locale;
import org.braidwire.simulation.check.Coverage;
import org.braidwire.simulation.network.SimulationFailure;

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
  /** Kinds of fault of the path that each seed is to meet beside an outage; what cards do comes on top. */
  private static final int MIN_KINDS = 3;

  public boolean passed() {
    return failure == null;
  }

  /** One line: what happened, how long it took, and the log's digest, which a second run repeats. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "seed %d %s: %s, %.3f s of virtual time, %d events, log %016x, met %s",
        seed,
        passed() ? "passed" : "FAILED",
        passed() ? outcome : shortFailure(),
        virtualNs / 1e9,
        events,
        logHash,
        coverage.fired());
  }

  /** Whether it passed without meeting the faults it was made for, which proves little. */
  public boolean isPoor() {
    return passed() && (coverage.kindsOfPath() < MIN_KINDS || !coverage.hasOutage());
  }

  /** Whether a checker or an assertion found it, not a mishap of whatever kind on the way. */
  boolean brokeARule() {
    return failure instanceof SimulationFailure || failure instanceof AssertionError;
  }

  String shortFailure() {
    return failure instanceof SimulationFailure ? failure.getMessage() : failure + where(failure.getStackTrace());
  }

  private static String where(final StackTraceElement[] trace) {
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  /** The command that runs this seed again. */
  public String replayCommand() {
    return "./braidwire sim --seed " + seed;
  }
}
