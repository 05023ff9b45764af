package org.braidwire.benchmarks.ends;

import java.util.Collections;

/**
 * What the machine takes away from a thread that does nothing: an empty loop that reads the clock, and the gaps in
 * it. Stateless.
 */
public final class JitterProbe {
  /** A reading of the clock takes tens of nanoseconds; what is longer than this was not ours. */
  private static final long GAP_NS = 2_000;

  private JitterProbe() {}

  /** The part of {@code forNs} that was taken away on either core, probed on both at once; the greater of the two. */
  public static double stolenShare(final EndPair pair, final long forNs) {
    return Collections.max(pair.both(() -> stolenShare(forNs), () -> stolenShare(forNs)));
  }

  private static double stolenShare(final long forNs) {
    final long startNs = System.nanoTime();
    long lastNs = startNs;
    long stolenNs = 0;
    while (lastNs - startNs < forNs) {
      final long nowNs = System.nanoTime();
      if (nowNs - lastNs > GAP_NS) {
        stolenNs += nowNs - lastNs;
      }
      lastNs = nowNs;
    }
    return (double) stolenNs / (lastNs - startNs);
  }
}
