package org.braidwire.benchmarks.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.braidwire.benchmarks.ends.Closing;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.io.port.PortCounters;
import org.braidwire.lab.LabTuning;

/** The one-way half of {@code bench wire}: small frames, full ones, and super-segments where the port has them. */
final class FloodRounds {
  private static final int SMALL_PAYLOAD_BYTES = 64 - RawFrames.HEADER_BYTES;

  private static final int SWEEP_RUNS = 3;
  private static final double MILLION = 1e6;
  private static final double GBIT_OCTETS = 1e9 / 8;

  private final List<WireKind> kinds;
  private final int rounds;
  private final long sliceNs;

  FloodRounds(final List<WireKind> kinds, final int rounds, final long sliceNs) {
    this.kinds = kinds;
    this.rounds = rounds;
    this.sliceNs = sliceNs;
  }

  /** One size of frames. */
  private enum Size {
    SMALL("one way, 64 B frames", SMALL_PAYLOAD_BYTES),
    FULL("one way, 1514 B frames", FrameFlood.SEGMENT_BYTES),
    SUPER("one way, super-segments", FrameFlood.SUPER_BYTES);

    private final String title;
    private final int payloadBytes;

    Size(final String title, final int payloadBytes) {
      this.title = title;
      this.payloadBytes = payloadBytes;
    }

    boolean isPossible(final FrameFlood flood) {
      return this != SUPER || flood.cutsSuperSegments();
    }

    double figure(final FrameFlood.Rate rate) {
      return this == SUPER ? rate.payloadBytesPerSecond() / GBIT_OCTETS : rate.framesPerSecond() / MILLION;
    }

    String unit() {
      return this == SUPER ? "Gbit/s" : "M frames/s";
    }
  }

  void run(final EndPair pair, final BenchReport report, final Consumer<String> progress) {
    final List<RawWire> wires = new ArrayList<>();
    final List<FrameFlood> floods = new ArrayList<>();
    final List<AutoCloseable> opened = new ArrayList<>(); // the last one first
    try {
      for (final WireKind kind : kinds) {
        wires.add(kind.open());
        opened.addFirst(wires.getLast());
        floods.add(new FrameFlood(wires.getLast(), pair));
        opened.addFirst(floods.getLast());
        report.environment()
            .put(
                "setting of " + wires.getLast().name() + ", one way",
                sweep(wires.getLast(), floods.getLast()));
      }
      for (final Size size : Size.values()) {
        measure(size, wires, floods, report, progress);
      }
      for (int i = 0; i < floods.size(); i++) {
        check(wires.get(i).name(), floods.get(i), pair);
      }
    } finally {
      Closing.all(opened);
    }
  }

  /** Warms up as well. */
  private String sweep(final RawWire wire, final FrameFlood flood) {
    final double[] best = new double[2];
    for (int run = 0; run < SWEEP_RUNS; run++) {
      for (int steered = 0; steered < 2; steered++) {
        if (wire.laboratory() != null) {
          new LabTuning(wire.laboratory()).steerReceive(steered == 1);
        }
        best[steered] = Math.max(
            best[steered],
            flood.run(FrameFlood.SEGMENT_BYTES, sliceNs).framesPerSecond() / MILLION);
      }
    }
    if (wire.laboratory() == null) {
      return "nothing to steer";
    }
    final boolean on = best[1] > best[0];
    new LabTuning(wire.laboratory()).steerReceive(on);
    return String.format(
        Locale.ROOT,
        "receive steering %s (M frames/s of 1514 B in the sweep: off %.2f, on %.2f)",
        on ? "on" : "off",
        best[0],
        best[1]);
  }

  private void measure(
      final Size size,
      final List<RawWire> wires,
      final List<FrameFlood> floods,
      final BenchReport report,
      final Consumer<String> progress) {
    final double[][] figures = new double[floods.size()][rounds];
    final double[] lost = new double[floods.size()];
    final long[] truncated = new long[floods.size()];
    for (int round = 0; round < rounds; round++) {
      final StringBuilder line =
          new StringBuilder(size.title + ", round " + (round + 1) + ", " + size.unit() + ":");
      for (int i = 0; i < floods.size(); i++) {
        if (size.isPossible(floods.get(i))) {
          final FrameFlood.Rate rate = floods.get(i).run(size.payloadBytes, sliceNs);
          figures[i][round] = size.figure(rate);
          lost[i] = Math.max(lost[i], rate.lostShare());
          truncated[i] += rate.truncated();
          line.append(
              String.format(Locale.ROOT, " %s %.2f", wires.get(i).name(), figures[i][round]));
        }
      }
      progress.accept(line.toString());
    }
    for (int i = 0; i < floods.size(); i++) {
      if (size.isPossible(floods.get(i))) {
        report.add(new Measurement(
            size.title,
            wires.get(i).name(),
            "rate",
            size.unit(),
            Better.HIGHER,
            figures[i],
            Map.of(
                "port",
                floods.get(i).description(),
                "most lost in a run",
                String.format(Locale.ROOT, "%.1f %%", 100 * lost[i]),
                "truncated",
                Long.toString(truncated[i]))));
      }
    }
  }

  /** Super-segments passed exactly where the port says that it has them. */
  private static void check(final String name, final FrameFlood flood, final EndPair pair) {
    final long out = pair.near().call(() -> flood.near().count(PortCounters.Kind.TX_SUPER_SEGMENTS));
    final long in = pair.far().call(() -> flood.far().count(PortCounters.Kind.RX_SUPER_SEGMENTS));
    final boolean expected = flood.cutsSuperSegments();
    if (expected != out > 0 || expected != in > 0) {
      throw new BenchException(name + " sent " + out + " super-segments and received " + in);
    }
  }
}
