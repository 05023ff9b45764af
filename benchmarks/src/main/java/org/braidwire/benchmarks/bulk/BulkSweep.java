package org.braidwire.benchmarks.bulk;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.LinuxException;

/**
 * Finds a peer's best setting before anything is compared, one thing after another, and keeps what was tried. The
 * thread that runs the benchmark.
 */
final class BulkSweep {
  private static final int RUNS = 2;

  /** Before anything is tried the peer runs until it gets no faster, so often at most: the JVM compiles meanwhile. */
  private static final int MOST_COLD_RUNS = 10;

  /** After so many runs in a row that brought nothing it is warm. */
  private static final int STEADY_RUNS = 2;

  private static final double FASTER = 1.1;

  private final long warmUpNs;
  private final long forNs;
  private final StringBuilder tried = new StringBuilder();

  BulkSweep(final long warmUpNs, final long forNs) {
    this.warmUpNs = warmUpNs;
    this.forNs = forNs;
  }

  /** The best of the peer's choices. */
  BulkSetting best(final BulkPeer peer) {
    BulkSetting best = peer.firstSetting();
    warmUp(peer);
    double bestRate = rate(peer, best);
    for (final List<UnaryOperator<BulkSetting>> choice : peer.choices()) {
      BulkSetting chosen = best;
      for (final UnaryOperator<BulkSetting> way : choice) {
        final BulkSetting candidate = way.apply(best);
        if (!candidate.equals(best)) {
          final double rate = rate(peer, candidate);
          if (rate > bestRate) {
            bestRate = rate;
            chosen = candidate;
          }
        }
      }
      best = chosen;
    }
    return best;
  }

  /** What is tried first would else be refused for having been cold. */
  private void warmUp(final BulkPeer peer) {
    double best = 0;
    int steady = 0;
    for (int run = 0; run < MOST_COLD_RUNS && steady < STEADY_RUNS; run++) {
      final double rate = peer.run(peer.firstSetting(), warmUpNs, forNs).gbitPerSecond();
      steady = rate > best * FASTER ? 0 : steady + 1;
      best = Math.max(best, rate);
    }
  }

  private double rate(final BulkPeer peer, final BulkSetting setting) {
    double rate = 0;
    String note = "";
    for (int run = 0; run < RUNS; run++) {
      try {
        final BulkRun done = peer.run(setting, warmUpNs, forNs);
        if (done.stalledBecause() != null) { // of two kernels: one failure is enough to refuse the setting
          note = " (" + done.stalledBecause() + ")";
          rate = 0;
          break;
        }
        rate = Math.max(rate, done.gbitPerSecond());
      } catch (final LinuxException | BenchException refused) {
        if (setting.equals(peer.firstSetting())) {
          throw refused; // the one that must work
        }
        note = " (" + refused.getMessage() + ")";
        rate = 0;
        break;
      }
    }
    tried.append(tried.isEmpty() ? "" : "; ")
        .append(setting)
        .append(String.format(Locale.ROOT, ": %.2f Gbit/s", rate))
        .append(note);
    return rate;
  }

  /** Every setting tried, and the best of its runs. */
  String tried() {
    return tried.toString();
  }
}
