package org.braidwire.benchmarks.setup;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.braidwire.io.PortChoice;

/**
 * What {@code bench setup} is to do.
 *
 * @param ports how Braidwire's frames reach the wire
 * @param rounds in each of which every peer has a run
 * @param runNs length of a run
 * @param warmUpNs before each run, by the same ends
 * @param sweepNs length of a run of the sweep
 * @param logFolder where histograms are kept, or null
 */
public record SetupPlan(PortChoice ports, int rounds, long runNs, long warmUpNs, long sweepNs, Path logFolder) {
  /** More than two cores can make here; a bound that is reached ends the benchmark. */
  private static final long MOST_PER_SECOND = 150_000;

  private static final int MIN_CONNECTIONS = 4096;

  private static final long WARM_UP_NS = 500_000_000L;
  private static final long SWEEP_NS = 1_000_000_000L;

  /** The lengths that figures are published from. */
  public static SetupPlan of(final PortChoice ports, final int rounds, final int seconds, final Path logFolder) {
    return new SetupPlan(ports, rounds, TimeUnit.SECONDS.toNanos(seconds), WARM_UP_NS, SWEEP_NS, logFolder);
  }

  /** Connections that one end may have to keep from one opening to its closing, those in TIME_WAIT included. */
  int mostConnections() {
    final long ns = warmUpNs + Math.max(runNs, sweepNs);
    return (int) Math.max(MIN_CONNECTIONS, ns * MOST_PER_SECOND / TimeUnit.SECONDS.toNanos(1));
  }
}
