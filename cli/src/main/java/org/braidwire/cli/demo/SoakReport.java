package org.braidwire.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What many runs of the demo have in common: for each form of it the median, least and most of what an application
 * noticed. Judges the medians of Braidwire's own sending, not those of a kernel. With a kernel as the peer at least half of
 * the runs must have measured the first reinjected byte; between two Braidwires link 2 may well be idle when it falls
 * silent, and only how many have is told. One use, one thread.
 */
final class SoakReport {
  private static final double REINJECTED_WITHIN_MS = 50;
  private static final double SILENT_DELAY_BELOW_MS = 100;
  private static final double DOWN_DELAY_BELOW_MS = 20;
  private static final String KERNEL = "kernel";

  /** Why a run with a Braidwire at both ends may have nothing to tell. */
  private static final String UNMEASURED =
      "; in the others nothing was under way on link 2, or progress came after it";

  private final List<String> lines = new ArrayList<>();
  private boolean good = true;
  private int reinjectionsMeasured;

  /** @param runs those that passed; the order does not matter */
  SoakReport(final List<DemoSummary> runs) {
    final Map<String, List<DemoSummary>> byMode = new TreeMap<>();
    runs.forEach(run ->
        byMode.computeIfAbsent(run.mode(), mode -> new ArrayList<>()).add(run));
    byMode.forEach(this::describe);
    if (reinjectionsMeasured == 0) {
      fail("no run of any form measured the first reinjected byte");
    }
  }

  private void describe(final String mode, final List<DemoSummary> runs) {
    lines.add(mode + ", " + runs.size() + (runs.size() == 1 ? " run" : " runs") + "; median (least-most), ms");
    final Map<String, ToDoubleFunction<DemoSummary.Phase>> reinjections = new LinkedHashMap<>();
    reinjections.put("first reinjected byte", DemoSummary.Phase::firstReinjectionMs);
    final boolean kernelPeer = !isBraidwire(runs.getFirst().directions().getFirst());
    if (!kernelPeer) {
      reinjections.put("the peer's", DemoSummary.Phase::peerFirstReinjectionMs);
    }
    reinjections.forEach((name, value) -> {
      final double[] measured = reinjected(runs, value);
      reinjectionsMeasured += measured.length;
      final String of = measured.length == runs.size()
          ? ""
          : " (" + measured.length + " of " + runs.size() + " runs" + (kernelPeer ? "" : UNMEASURED) + ")";
      line(DemoPhase.LINK_2_SILENT.title() + ", " + name + of, measured, REINJECTED_WITHIN_MS);
      if (kernelPeer && 2 * measured.length < runs.size()) {
        fail("fewer than half of the runs measured the first reinjected byte" + of);
      }
    });
    for (int at = 0; at < runs.getFirst().directions().size(); at++) {
      final DemoSummary.Direction direction = runs.getFirst().directions().get(at);
      final boolean judged = isBraidwire(direction);
      delay(DemoPhase.LINK_1_DOWN, runs, at, judged ? DOWN_DELAY_BELOW_MS : Double.NaN);
      delay(DemoPhase.LINK_2_SILENT, runs, at, judged ? SILENT_DELAY_BELOW_MS : Double.NaN);
    }
  }

  private void fail(final String why) {
    good = false;
    lines.add("  FAILED, " + why);
  }

  private static boolean isBraidwire(final DemoSummary.Direction direction) {
    return !direction.name().startsWith(KERNEL);
  }

  /**
   * From the last progress on the link. Runs in which nothing was on it when it fell silent, or in which progress came
   * after the copy, have nothing to tell.
   */
  private static double[] reinjected(
      final List<DemoSummary> runs, final ToDoubleFunction<DemoSummary.Phase> afterMs) {
    return runs.stream()
        .flatMap(run -> run.phases().stream())
        .filter(phase -> phase.phase().equals(DemoPhase.LINK_2_SILENT.title()))
        .mapToDouble(afterMs)
        .filter(ms -> ms >= 0)
        .sorted()
        .toArray();
  }

  private void delay(final DemoPhase fault, final List<DemoSummary> runs, final int direction, final double limitMs) {
    final double[] worst = runs.stream()
        .flatMap(run -> run.directions().get(direction).waits().stream())
        .filter(waits -> waits.phase().equals(fault.title()))
        .mapToDouble(DemoSummary.Waits::worstMessageDelayMs)
        .sorted()
        .toArray();
    final String name = runs.getFirst().directions().get(direction).name();
    line(fault.title() + ", worst message delay " + name, worst, limitMs);
  }

  /** @param limitMs what the median must stay below; no number where nothing is asked */
  private void line(final String what, final double[] sortedMs, final double limitMs) {
    if (sortedMs.length == 0) {
      lines.add("  " + what + ": not measured");
      return;
    }
    final double median = (sortedMs[(sortedMs.length - 1) / 2] + sortedMs[sortedMs.length / 2]) / 2;
    final boolean missed = median >= limitMs; // false for no limit
    good &= !missed;
    final String judgement = Double.isNaN(limitMs)
        ? ""
        : String.format(Locale.ROOT, ", %s %.0f", missed ? "MISSED" : "below", limitMs);
    lines.add(String.format(
        Locale.ROOT,
        "  %s: %.1f (%.1f-%.1f)%s",
        what,
        median,
        sortedMs[0],
        sortedMs[sortedMs.length - 1],
        judgement));
  }

  List<String> lines() {
    return lines;
  }

  /** Whether every median of Braidwire's own sending is within its limit, and of enough runs. */
  boolean isGood() {
    return good;
  }
}
