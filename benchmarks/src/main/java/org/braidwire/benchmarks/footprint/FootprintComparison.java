package org.braidwire.benchmarks.footprint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.benchmarks.report.BenchReport;
import org.braidwire.benchmarks.report.Better;
import org.braidwire.benchmarks.report.Comparison;
import org.braidwire.benchmarks.report.Measurement;
import org.braidwire.benchmarks.report.RunFacts;
import org.braidwire.benchmarks.report.Target;

/**
 * What an idle connection occupies: resident memory and heap after full collections at 2 N connections minus at N, by N
 * and by the two ends of each, in a process of its own every time. The thread that runs the benchmark; used once.
 */
public final class FootprintComparison {
  static final String MEMORY = "memory an end";
  static final String HEAP = "of it heap";
  static final String CONNECTIONS = "connections in one process";

  private static final String PEER = "Braidwire";
  private static final int[] SUBFLOWS = {1, 2};
  private static final Target[] TARGETS = {Target.of(4_000, 2_000), Target.of(6_000)};

  /** Linux's, where the targets were set; a kernel's memory of a connection is not measured here. */
  private static final String[] KERNEL = {"6.2 kB", "10.3 kB"};

  /** What the first process is given heap for: more than any end takes. */
  private static final double FIRST_GUESS_BYTES = 16_000;

  /** Left to the rest of the machine. */
  private static final double MEMORY_SHARE = 0.85;

  private final FootprintPlan plan;

  public FootprintComparison(final FootprintPlan plan) {
    this.plan = plan;
  }

  /** Runs everything; tells {@code progress} a line a process. */
  public BenchReport run(final Consumer<String> progress) {
    final BenchReport report = BenchReport.begin("bench footprint");
    report.environment()
        .put(
            "connections",
            "by real handshakes on in-memory wires, 1 kB each way sent before; "
                + "1 % of them echo afterwards");
    report.environment().put("keep-alive", "on, after two hours of rest: a timer of each subflow is armed");
    report.environment()
        .put("buffers", IdleConnections.BUFFER_BYTES + " B at most to send, and as many to receive");
    report.environment()
        .put(
            "the kernel's figures",
            KERNEL[0] + " an idle connection, " + KERNEL[1]
                + " with two subflows: measured on another machine,"
                + " not in this run, and compared with nothing");
    report.environment().put("heap", "touched whole at start, so that resident memory holds it once");
    for (int i = 0; i < SUBFLOWS.length; i++) {
      final double[] bytes = measure(i, report, progress);
      if (plan.many() > 0 && SUBFLOWS[i] == 1) {
        many(bytes, report, progress);
      }
    }
    return report;
  }

  private double[] measure(final int index, final BenchReport report, final Consumer<String> progress) {
    final double[] bytes = new double[plan.rounds()];
    final double[] heap = new double[plan.rounds()];
    final double[] reached = new double[plan.rounds()];
    final long heapBytes = heapBytes(plan.connections(), FIRST_GUESS_BYTES);
    tellFlags(title(SUBFLOWS[index]), heapBytes, report);
    final RunFacts used = new RunFacts();
    for (int round = 0; round < plan.rounds(); round++) {
      final FootprintRun run = FootprintRun.of(SUBFLOWS[index], plan.connections(), heapBytes);
      bytes[round] = run.bytesPerEnd();
      heap[round] = run.heapBytesPerEnd();
      reached[round] = run.connections();
      used.add(used(run));
      progress.accept(String.format(
          Locale.ROOT,
          "%s, process %d: %.0f B an end, %.0f B of it heap; resident %d MiB at %d connections",
          title(SUBFLOWS[index]),
          round + 1,
          bytes[round],
          heap[round],
          run.second().rssBytes() >> 20,
          run.connections()));
    }
    final String title = title(SUBFLOWS[index]);
    final Measurement memory =
        report.add(new Measurement(title, PEER, MEMORY, "B", Better.LOWER, bytes, used.all()));
    report.add(new Measurement(title, PEER, HEAP, "B", Better.LOWER, heap));
    report.add(Comparison.bound(
        memory, "a bound (a kernel on another machine: " + KERNEL[index] + ")", TARGETS[index]));
    if (SUBFLOWS[index] == 1) {
      final Measurement count = report.add(new Measurement(title, PEER, CONNECTIONS, "", Better.HIGHER, reached));
      report.add(Comparison.bound(count, "a bound", Target.of(plan.connections())));
    }
    return bytes;
  }

  private static void tellFlags(final String title, final long heapBytes, final BenchReport report) {
    report.environment()
        .put("flags of the measured process, " + title, String.join(" ", FootprintRun.flags(heapBytes)));
  }

  private static Map<String, String> used(final FootprintRun run) {
    return Map.of(
        "resident at " + run.connections() + " connections",
        (run.second().rssBytes() >> 20) + " MiB",
        "alive in the heap",
        (run.second().heapBytes() >> 20) + " MiB",
        "echoed afterwards",
        Integer.toString(run.echoed()));
  }

  static String title(final int subflows) {
    return "idle connection, " + subflows + (subflows == 1 ? " subflow" : " subflows");
  }

  private void many(final double[] bytes, final BenchReport report, final Consumer<String> progress) {
    final double perEnd = Arrays.stream(bytes).max().orElseThrow();
    final Comparison.Subject subject =
        new Comparison.Subject(title(1) + ", very many", "a bound", CONNECTIONS, "", Better.HIGHER);
    try {
      final long heapBytes = heapBytes(plan.many(), perEnd);
      tellFlags(subject.name(), heapBytes, report);
      final FootprintRun run = FootprintRun.of(1, plan.many(), heapBytes);
      final Measurement count = report.add(new Measurement(
          subject.name(), PEER, CONNECTIONS, "", Better.HIGHER, new double[] {run.connections()}, used(run)));
      report.add(Comparison.bound(count, subject.against(), Target.of(plan.many())));
      progress.accept(run.connections() + " connections: resident "
          + (run.second().rssBytes() >> 20) + " MiB");
    } catch (final BenchException inTheWay) {
      report.environment()
          .put("what stands in the way of " + plan.many() + " connections", inTheWay.getMessage());
      report.add(Comparison.notMeasurable(subject, Target.of(plan.many())));
      progress.accept(inTheWay.getMessage());
    }
  }

  /** The heap that a process gets; fails where this machine does not have it. */
  private static long heapBytes(final int connections, final double bytesPerEnd) {
    final long wanted = FootprintRun.heapFor(connections, bytesPerEnd);
    final long available = (long) (MemoryFigures.available() * MEMORY_SHARE);
    if (wanted > available) {
      throw new BenchException(String.format(
          Locale.ROOT,
          "%d connections with both ends in one process want a heap of %.1f GiB (%.0f B an end), and this machine"
              + " has %.1f GiB to give",
          connections,
          wanted / (double) (1 << 30),
          bytesPerEnd,
          available / (double) (1 << 30)));
    }
    return wanted;
  }
}
