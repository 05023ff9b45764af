package org.braidwire.benchmarks.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;

/**
 * The stack loop beside its floor in one run: every round measures each case once, in turn, and each ratio is taken
 * within its round, so that what the machine does to one it does to the other. One thread; used once.
 */
public final class LoopComparison {
  static final String TIME = "time a segment";
  static final String PEER = "Braidwire";

  private static final int[] FOOTPRINTS = {64 << 10, 4 << 20};
  private static final int[] BATCHES = {32, 1};
  private static final long WARM_UP_NS = 2_000_000_000L;

  /** A floor above this, in the second-level cache, is no floor: the machine is another one, or busy. */
  private static final double MAX_FLOOR_NS = 80;

  private final int rounds;
  private final long sliceNs;
  private final long warmUpNs;
  private final double maxFloorNs;

  /**
   * @param rounds how often each case is measured
   * @param sliceNs how long each time
   */
  public LoopComparison(final int rounds, final long sliceNs) {
    this(rounds, sliceNs, MAX_FLOOR_NS);
  }

  LoopComparison(final int rounds, final long sliceNs, final double maxFloorNs) {
    this.maxFloorNs = maxFloorNs;
    this.rounds = rounds;
    this.sliceNs = sliceNs;
    warmUpNs = Math.min(WARM_UP_NS, 10 * sliceNs);
  }

  /** Runs everything; tells {@code progress} a line a round. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench loop");
    report.environment().put("reference loop", "SHA-256 " + ReferenceLoop.digest());
    report.environment()
        .put("payload", StackLoop.PAYLOAD_BYTES + " B a segment, timestamps on, checksums in software");
    report.environment()
        .put("acknowledgements", "one for two segments in batches of 32, one for each in batches of 1");
    report.environment().put("offloads", "none: the in-memory wire takes single segments");
    for (final int footprint : FOOTPRINTS) {
      footprint(footprint, report, progress);
    }
    return report;
  }

  private void footprint(final int footprint, final BenchReport report, final Consumer<String> progress) {
    final List<LoopCase> cases = new ArrayList<>();
    try {
      cases.add(new ReferenceCase(footprint));
      for (final LoopProtocol protocol : LoopProtocol.values()) {
        for (final int batch : BATCHES) {
          cases.add(new WholeCase(protocol, footprint, batch));
        }
        if (protocol.subflows == 1) {
          cases.add(new PartsCase(protocol, footprint));
        }
      }
      cases.forEach(warming -> warming.measure(warmUpNs));
      final double[][][] samples = new double[cases.size()][rounds][];
      for (int round = 0; round < rounds; round++) {
        final StringBuilder line =
            new StringBuilder((footprint >> 10) + " KiB, round " + (round + 1) + ", ns:");
        for (int i = 0; i < cases.size(); i++) {
          samples[i][round] = cases.get(i).measure(sliceNs);
          for (final double figure : samples[i][round]) {
            line.append(String.format(Locale.ROOT, " %.1f", figure));
          }
        }
        progress.accept(line.toString());
      }
      publish(cases, samples, footprint, report);
    } finally {
      Closing.all(cases);
    }
  }

  private void publish(
      final List<LoopCase> cases, final double[][][] samples, final int footprint, final BenchReport report) {
    Measurement floor = null;
    for (int i = 0; i < cases.size(); i++) {
      final LoopCase measured = cases.get(i);
      for (int metric = 0; metric < measured.metrics().size(); metric++) {
        final double[] values = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          values[round] = samples[i][round][metric];
        }
        final Measurement result = report.add(new Measurement(
            measured.name(), measured.peer(), measured.metrics().get(metric), "ns", Better.LOWER, values));
        if (floor == null) {
          floor = result;
          checkFloor(floor, footprint);
        } else {
          report.add(Comparison.ratio(result, floor, measured.target(result.metric())));
        }
      }
    }
  }

  private void checkFloor(final Measurement floor, final int footprint) {
    if (footprint == FOOTPRINTS[0] && floor.median() > maxFloorNs) {
      throw new BenchException(String.format(
          Locale.ROOT,
          "the floor is %.1f ns a segment, above %.0f ns: this machine is slower than the targets are meant for, or"
              + " it is busy",
          floor.median(),
          maxFloorNs));
    }
  }
}
