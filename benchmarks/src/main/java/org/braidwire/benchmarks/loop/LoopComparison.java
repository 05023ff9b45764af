package org.braidwire.benchmarks.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.braidwire.benchmarks.report.BenchReport;

/**
 * The stack loop beside its floor in one run: every round measures each case once, in turn, and each ratio is taken
 * within its round, so that what the machine does to one it does to the other. One thread; used once.
 */
public final class LoopComparison {
  /** Segments between two looks at the clock. */
  private static final int BATCH = 32;

  private static final int[] FOOTPRINTS = {64 << 10, 4 << 20};
  private static final long WARM_UP_NS = 2_000_000_000L;

  /**
   * What the ratios are not to exceed. They were set for one acknowledgement for two segments; the receiver sends one
   * for what a poll brought, so far fewer here.
   */
  private static final Map<LoopProtocol, Double> TARGETS =
      Map.of(LoopProtocol.TCP, 4.4, LoopProtocol.MPTCP, 5.1, LoopProtocol.MPTCP_TWO_SUBFLOWS, 5.8);

  private final int rounds;
  private final long sliceNs;
  private final List<Case> cases = new ArrayList<>();

  /**
   * @param rounds how often each case is measured
   * @param sliceNs how long each time
   */
  public LoopComparison(final int rounds, final long sliceNs) {
    this.rounds = rounds;
    this.sliceNs = sliceNs;
  }

  /** Runs everything; tells {@code progress} a line a round. */
  public BenchReport run(final Consumer<String> progress) {
    try {
      for (final int footprint : FOOTPRINTS) {
        cases.add(new Floor(footprint, rounds));
        for (final LoopProtocol protocol : LoopProtocol.values()) {
          cases.add(new Loop(protocol, footprint, rounds));
        }
      }
      for (final Case warming : cases) {
        warming.measure(WARM_UP_NS);
      }
      for (int round = 0; round < rounds; round++) {
        final StringBuilder line = new StringBuilder("round " + (round + 1) + ", ns a segment:");
        for (final Case measured : cases) {
          measured.samples[round] = measured.measure(sliceNs);
          line.append(String.format(Locale.ROOT, " %.1f", measured.samples[round]));
        }
        progress.accept(line.toString());
      }
      return report();
    } finally {
      cases.forEach(Case::close);
    }
  }

  private BenchReport report() {
    final BenchReport report = new BenchReport(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    Case floor = null;
    for (final Case measured : cases) {
      report.addResult(measured.name, "braidwire", "time a segment", "ns", measured.samples);
      if (measured instanceof Floor) {
        floor = measured;
      } else {
        final double[] ratios = new double[rounds];
        Arrays.setAll(ratios, floor.over(measured));
        report.addRatio(measured.name, floor.name, "time a segment", ratios, measured.target);
      }
    }
    return report;
  }

  /** One thing that is measured, again and again. */
  private abstract static class Case {
    final String name;
    final Double target;
    final double[] samples;

    Case(final String name, final Double target, final int rounds) {
      this.name = name;
      this.target = target;
      samples = new double[rounds];
    }

    /** Nanoseconds a segment over about {@code forNs}. */
    final double measure(final long forNs) {
      final long startNs = System.nanoTime();
      long nowNs = startNs;
      long segments = 0;
      while (nowNs - startNs < forNs) {
        move(BATCH);
        segments += BATCH;
        nowNs = System.nanoTime();
      }
      return (double) (nowNs - startNs) / segments;
    }

    /** How many times this case's time each round of {@code other} took. */
    final java.util.function.IntToDoubleFunction over(final Case other) {
      return round -> other.samples[round] / samples[round];
    }

    abstract void move(int segments);

    abstract void close();
  }

  private static final class Floor extends Case {
    private final ApplicationBytes bytes;
    private int sum;

    Floor(final int footprint, final int rounds) {
      super("floor: sum and copy, " + (footprint >> 10) + " KiB", null, rounds);
      bytes = new ApplicationBytes(footprint);
    }

    @Override
    void move(final int segments) {
      for (int i = 0; i < segments; i++) {
        sum ^= bytes.floor(StackLoop.PAYLOAD_BYTES);
      }
    }

    @Override
    void close() {
      bytes.close();
      if (sum == Integer.MIN_VALUE) {
        throw new AssertionError("a folded sum has 16 bits"); // reads the sums, so that they are made
      }
    }
  }

  private static final class Loop extends Case {
    private final StackLoop loop;

    Loop(final LoopProtocol protocol, final int footprint, final int rounds) {
      super("stack loop " + protocol.title + ", " + (footprint >> 10) + " KiB", TARGETS.get(protocol), rounds);
      loop = new StackLoop(protocol, footprint);
    }

    @Override
    void move(final int segments) {
      loop.transfer(segments);
    }

    @Override
    void close() {
      final long again = loop.counters().get("SEGMENTS_RETRANSMITTED");
      loop.close();
      if (again != 0) {
        throw new IllegalStateException(name + ": " + again + " segments were sent again without a loss");
      }
    }
  }
}
