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
