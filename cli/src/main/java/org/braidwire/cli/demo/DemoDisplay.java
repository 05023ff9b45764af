package org.braidwire.cli.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happens, as it happens: a few lines drawn over and over on a terminal, one line a second elsewhere. The run's
 * thread.
 */
final class DemoDisplay {
  private static final long REDRAW_NS = 200_000_000L;
  private static final long LINE_NS = 1_000_000_000L;
  private static final String UP_ONE_LINE = "\u001b[A";
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final int BAR = 24;

  private final DemoPlan plan;
  private final PrintWriter out;
  private final boolean terminal;
  private final long startNs = System.nanoTime();
  private long shownNs;
  private int drawnLines;
  private EndSample before;
  private DemoPhase shownPhase;

  DemoDisplay(final DemoPlan plan, final PrintWriter out, final boolean terminal) {
    this.plan = plan;
    this.out = out;
    this.terminal = terminal;
  }

  void say(final String line) {
    out.println(line);
    out.flush();
  }

  void show(final DemoPhase phase, final EndSample own, final EndSample peer, final long nowNs) {
    final boolean due = shownNs == 0 || nowNs - shownNs >= (terminal ? REDRAW_NS : LINE_NS);
    if (!due && phase == shownPhase) {
      return;
    }
    final double seconds = shownNs == 0 ? 0 : (nowNs - shownNs) / 1e9;
    final List<String> lines = new ArrayList<>();
    if (terminal) {
      lines.add(String.format(Locale.ROOT, "%5.1f s  %s", (nowNs - startNs) / 1e9, phase.title()));
      lines.add(progress(plan.peerName() + " -> " + plan.ownName(), own.receivedBytes()));
      lines.add(progress(plan.ownName() + " -> " + plan.peerName(), peer.receivedBytes()));
      for (int link = 1; link <= plan.links(); link++) {
        lines.add("  " + link(link, phase, own, seconds));
      }
      lines.add("  " + waits(own, peer));
      redraw(lines);
    } else {
      final StringBuilder line = new StringBuilder(256);
      line.append(String.format(
          Locale.ROOT,
          "%5.1f s  %-13s %5.0f MB in %5.0f MB out",
          (nowNs - startNs) / 1e9,
          phase.title(),
          own.receivedBytes() / 1e6,
          peer.receivedBytes() / 1e6));
      for (int link = 1; link <= plan.links(); link++) {
        line.append(" | ").append(link(link, phase, own, seconds));
      }
      say(line.append(" | ").append(waits(own, peer)).toString());
    }
    shownNs = nowNs;
    shownPhase = phase;
    before = own;
  }

  private String progress(final String direction, final long bytes) {
    final int filled = (int) Math.min(BAR, BAR * bytes / plan.sizeBytes());
    return String.format(
        Locale.ROOT,
        "  %-24s [%s%s] %6.0f MB",
        direction,
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        bytes / 1e6);
  }

  private String link(final int link, final DemoPhase phase, final EndSample own, final double seconds) {
    final SubflowSample subflow = own.onLink(link);
    final String state;
    if (phase.isDown(link)) {
      state = "DOWN";
    } else if (phase.isSilent(link)) {
      state = "SILENT";
    } else {
      state = subflow == null ? "idle" : "up";
    }
    final double in =
        before == null || seconds == 0 ? 0 : (own.receivedOn(link) - before.receivedOn(link)) / seconds;
    final double out = before == null || seconds == 0 ? 0 : (own.sentOn(link) - before.sentOn(link)) / seconds;
    return String.format(Locale.ROOT, "link %d %-6s %4.0f in %4.0f out MB/s", link, state, in / 1e6, out / 1e6);
  }

  private static String waits(final EndSample own, final EndSample peer) {
    return String.format(
        Locale.ROOT,
        "longest gap %.0f ms, worst message delay %.0f ms",
        Math.max(own.longestGapNs(), peer.longestGapNs()) / 1e6,
        Math.max(own.worstDelayNs(), peer.worstDelayNs()) / 1e6);
  }

  private void redraw(final List<String> lines) {
    final StringBuilder text = new StringBuilder(1024);
    text.append(UP_ONE_LINE.repeat(drawnLines));
    for (final String line : lines) {
      text.append(CLEAR_LINE).append(line).append('\n');
    }
    drawnLines = lines.size();
    out.print(text);
    out.flush();
  }

  /** The play is over; what follows is printed below. */
  void finish() {
    drawnLines = 0;
  }
}
