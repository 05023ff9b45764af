package org.braidwire.benchmarks.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.RunFacts;
import org.braidwire.benchmarks.report.Target;

/**
 * Bulk transfer over veth links, by Braidwire and by the kernel, in either direction between them, and the raw frames
 * that no stack can beat. Case by case; in a case each peer's setting is found first, then all take turns. The thread
 * that runs the benchmark; used once.
 */
public final class BulkComparison {
  static final String RATE = "rate";

  private final BulkPlan plan;

  public BulkComparison(final BulkPlan plan) {
    this.plan = plan;
  }

  /** Runs everything; tells {@code progress} a line now and then. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench bulk");
    try (EndPair pair = new EndPair()) {
      report.environment().put("pinning", pair.pinning());
      report.environment()
          .put(
              "offloads",
              "MTU frames: gso_max_segs 1, ethtool tx off, Braidwire's ports without"
                  + " offloads; super-segments: everything on");
      report.environment()
          .put(
              "Braidwire's scheduler",
              "lowest-rtt on one link, with several " + TurnsScheduler.NAME
                  + ", which spreads as the kernel's does; "
                  + BraidwireBulk.LEAST_SHARE
                  + " of what it sends when all are open on each subflow at least");
      report.environment().put("bytes", "each end's application copies them from and to memory of its own");
      for (final BulkCase transfer : plan.cases()) {
        run(transfer, pair, report, progress);
      }
    }
    return report;
  }

  private void run(
      final BulkCase transfer, final EndPair pair, final BenchReport report, final Consumer<String> progress) {
    final List<BulkPeer> peers = new ArrayList<>();
    try {
      final List<BulkSetting> settings = new ArrayList<>();
      for (final Supplier<BulkPeer> maker :
          new BulkPeers(transfer, plan.ports(), pair).all().values()) {
        final BulkPeer peer = maker.get();
        peers.add(peer);
        final BulkSweep sweep = new BulkSweep(plan.warmUpNs(), plan.sweepNs());
        settings.add(sweep.best(peer));
        report.environment()
            .put(
                "setting of " + peer.name() + ", " + transfer.title(),
                settings.getLast().toString());
        report.environment().put("sweep of " + peer.name() + ", " + transfer.title(), sweep.tried());
        progress.accept(transfer.title() + ", " + peer.name() + ": " + settings.getLast());
      }
      measure(transfer, peers, settings, report, progress);
    } finally {
      Closing.all(peers);
    }
  }

  private void measure(
      final BulkCase transfer,
      final List<BulkPeer> peers,
      final List<BulkSetting> settings,
      final BenchReport report,
      final Consumer<String> progress) {
    final double[][] rates = new double[peers.size()][plan.rounds()];
    final List<RunFacts> used = peers.stream().map(peer -> new RunFacts()).toList();
    for (int round = 0; round < plan.rounds(); round++) {
      final StringBuilder line = new StringBuilder(transfer.title() + ", round " + (round + 1) + ", Gbit/s:");
      for (int i = 0; i < peers.size(); i++) {
        final BulkRun run = peers.get(i).run(settings.get(i), plan.warmUpNs(), plan.runNs());
        rates[i][round] = run.gbitPerSecond();
        used.get(i).add(run.used());
        line.append(String.format(Locale.ROOT, " %s %.2f;", peers.get(i).name(), rates[i][round]));
      }
      progress.accept(line.toString());
    }
    for (int i = 0; i < peers.size(); i++) {
      report.add(new Measurement(
          title(transfer, peers.get(i).name()),
          peers.get(i).name(),
          RATE,
          "Gbit/s",
          Better.HIGHER,
          rates[i],
          used.get(i).all()));
    }
    compare(transfer, report);
  }

  private static String title(final BulkCase transfer, final String peer) {
    return switch (peer) {
      case BulkPeers.TO_KERNEL -> transfer.title() + ", to a kernel's MPTCP";
      case BulkPeers.FROM_KERNEL -> transfer.title() + ", from a kernel's MPTCP";
      default -> transfer.title();
    };
  }

  private static void compare(final BulkCase transfer, final BenchReport report) {
    final boolean offloads = transfer.offloads();
    final Measurement ours = get(transfer, BulkPeers.BRAIDWIRE, report);
    final Measurement kernel = get(transfer, BulkPeers.KERNEL_MPTCP, report);
    report.add(Comparison.ratio(ours, kernel, offloads ? Target.of(1.0, 1.2) : Target.of(1.3, 1.6)));
    report.add(Comparison.ratio(
        ours, get(transfer, BulkPeers.KERNEL_TCP, report), offloads ? Target.NONE : Target.of(1.0)));
    report.add(
        Comparison.ratio(ours, get(transfer, BulkPeers.RAW, report), offloads ? Target.NONE : Target.of(0.6)));
    for (final String mixed : List.of(BulkPeers.TO_KERNEL, BulkPeers.FROM_KERNEL)) {
      report.add(Comparison.ratio(
          get(transfer, mixed, report), kernel, offloads ? Target.of(0.8, 1.0) : Target.of(1.0, 1.3)));
    }
  }

  private static Measurement get(final BulkCase transfer, final String peer, final BenchReport report) {
    return report.get(title(transfer, peer), peer, RATE);
  }
}
