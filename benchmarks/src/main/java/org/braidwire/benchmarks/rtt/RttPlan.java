package org.braidwire.benchmarks.rtt;

import java.nio.file.Path;
import java.util.List;
import org.braidwire.io.PortChoice;

/**
 * What {@code bench rtt} is to do.
 *
 * @param peers names of {@link RttPeers}, all where it is empty
 * @param ports how Braidwire's frames reach the wire
 * @param rounds of the closed loop
 * @param closedNs length of a slice of the closed loop
 * @param slices of the fixed rate
 * @param openNs length of a slice of the fixed rate
 * @param perSecond the fixed rate
 * @param probeNs length of a jitter probe
 * @param logFolder where histograms are kept, or null
 */
public record RttPlan(
    List<String> peers,
    PortChoice ports,
    int rounds,
    long closedNs,
    int slices,
    long openNs,
    int perSecond,
    long probeNs,
    Path logFolder) {
  /** A verdict on the fixed rate wants so many undisturbed slices of each peer. */
  public static final int RULED_SLICES = 30;

  private static final long CLOSED_NS = 500_000_000L;
  private static final long OPEN_NS = 1_000_000_000L;
  private static final int PER_SECOND = 20_000;
  private static final long PROBE_NS = 50_000_000L;

  /** The slices that figures are published from. */
  public static RttPlan of(
      final List<String> peers,
      final PortChoice ports,
      final int rounds,
      final int slices,
      final Path logFolder) {
    return new RttPlan(peers, ports, rounds, CLOSED_NS, slices, OPEN_NS, PER_SECOND, PROBE_NS, logFolder);
  }

  boolean includes(final String peer) {
    return peers.isEmpty() || peers.contains(peer);
  }
}
