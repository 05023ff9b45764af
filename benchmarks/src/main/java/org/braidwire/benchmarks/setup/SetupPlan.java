package org.braidwire.benchmarks.setup;

import java.nio.file.Path;
import org.braidwire.io.PortChoice;

/**
 * What {@code bench setup} is to do.
 *
 * @param ports how Braidwire's frames reach the wire
 * @param rounds how often each peer is measured
 * @param sliceNs how long each time
 * @param logFolder where histograms are kept, or null
 */
public record SetupPlan(PortChoice ports, int rounds, long sliceNs, Path logFolder) {
  private static final long SLICE_NS = 1_000_000_000L;

  /** The length that figures are published from: with ten rounds, ten seconds a peer. */
  public static SetupPlan of(final PortChoice ports, final int rounds, final Path logFolder) {
    return new SetupPlan(ports, rounds, SLICE_NS, logFolder);
  }
}
