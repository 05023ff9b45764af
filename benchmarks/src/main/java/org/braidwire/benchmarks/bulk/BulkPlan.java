package org.braidwire.benchmarks.bulk;

import java.util.List;
import org.braidwire.io.PortChoice;

/**
 * What {@code bench bulk} is to do.
 *
 * @param cases in their order
 * @param ports the kind of Braidwire's ports
 * @param rounds how often each peer is measured
 * @param sweepNs length of a run of the sweep
 * @param warmUpNs what a run moves before it is measured
 * @param runNs length of a run
 */
public record BulkPlan(List<BulkCase> cases, PortChoice ports, int rounds, long sweepNs, long warmUpNs, long runNs) {
  private static final long SWEEP_NS = 250_000_000L;
  private static final long WARM_UP_NS = 200_000_000L;
  private static final long RUN_NS = 1_000_000_000L;

  /** The lengths that figures are published from. */
  public static BulkPlan of(final List<BulkCase> cases, final PortChoice ports, final int rounds) {
    return new BulkPlan(cases, ports, rounds, SWEEP_NS, WARM_UP_NS, RUN_NS);
  }
}
