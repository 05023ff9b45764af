package org.braidwire.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.braidwire.cli.options.PortAdvice;

/** Prints a summary for people. Stateless. */
final class DemoReport {
  private DemoReport() {}

  static void print(final DemoSummary summary, final PrintWriter out) {
    out.println();
    for (final DemoSummary.Direction direction : summary.directions()) {
      out.printf(
          Locale.ROOT,
          "%-24s %d bytes, %.0f MB/s, %d messages; SHA-256 %s %s%n",
          direction.name(),
          direction.bytes(),
          direction.megabytesPerSecond(),
          direction.messages(),
          digests(direction),
          direction
              .sha256()
              .substring(0, Math.min(16, direction.sha256().length())));
    }
    waits(summary, out);
    out.println("Subflows of the bulk connection:");
    for (final SubflowSample subflow : summary.subflows()) {
      out.printf(
          Locale.ROOT,
          "  link %d  %s - %s  %d bytes out, %d bytes in, %d sent again on it%n",
          subflow.link(),
          subflow.local(),
          subflow.remote(),
          subflow.sentBytes(),
          subflow.receivedBytes(),
          subflow.retransmittedBytes());
    }
    summary.reinjectedBytes().forEach((end, causes) -> out.println("Reinjected by " + end + ": " + bytes(causes)));
    summary.copies()
        .forEach((end, copies) -> out.printf(
            Locale.ROOT,
            "Copies a byte in %s: %.2f sent, %.2f received%n",
            end,
            copies.sent(),
            copies.received()));
    out.printf(
        Locale.ROOT,
        "Stalls of the peer's own sending (150 ms and more, no link down): %d, longest %.0f ms%n",
        summary.peerStalls(),
        summary.longestPeerStallMs());
    summary.ports().forEach((end, ports) -> ports.forEach(port -> out.println("Port of " + end + ": " + port)));
    summary.counters().forEach((end, counters) -> {
      out.println("Counters of " + end + ": " + counters);
      PortAdvice.of(counters).forEach(advice -> out.println("  " + advice));
    });
    out.println();
    out.printf(
        Locale.ROOT,
        "%s, %s, %.1f s%n",
        summary.passed() ? "PASSED" : "FAILED",
        summary.mode(),
        summary.seconds());
    summary.failures().forEach(failure -> out.println("  " + failure));
    out.flush();
  }

  private static String digests(final DemoSummary.Direction direction) {
    if (direction.bytes() != direction.sentBytes()) {
      final long missing = direction.sentBytes() - direction.bytes();
      // An end that was lost last said what it had sent before the other one said what had arrived.
      final String under = missing < 0 ? "" : ", " + missing + " bytes still under way";
      return (direction.sha256().isEmpty() ? "not made" : "of what arrived") + under;
    }
    if (direction.sha256().isEmpty()) {
      return "not made";
    }
    return direction.digestsEqual() ? "equal" : "DIFFERENT";
  }

  private static void waits(final DemoSummary summary, final PrintWriter out) {
    out.println("Longest gap between deliveries / worst message delay, ms;"
        + " first reinjected byte after the last progress on the link:");
    for (int at = 0; at < summary.phases().size(); at++) {
      final DemoSummary.Phase phase = summary.phases().get(at);
      final StringBuilder text = new StringBuilder(160);
      text.append(String.format(Locale.ROOT, "  %-14s %5.1f s", phase.phase(), phase.seconds()));
      for (final DemoSummary.Direction direction : summary.directions()) {
        if (at < direction.waits().size()) {
          final DemoSummary.Waits waits = direction.waits().get(at);
          text.append(String.format(
              Locale.ROOT,
              "  %s %6.1f / %6.1f",
              direction.name(),
              waits.longestGapMs(),
              waits.worstMessageDelayMs()));
        }
      }
      text.append(reinjection(" reinjected after", phase.firstReinjectionMs()));
      text.append(reinjection(", by the peer after", phase.peerFirstReinjectionMs()));
      if (phase.firstReinjectionMs() >= 0) {
        text.append(String.format(Locale.ROOT, " (the command took %.1f)", phase.commandMs()));
      }
      out.println(text);
    }
  }

  private static String reinjection(final String what, final double afterMs) {
    return afterMs < 0 ? "" : String.format(Locale.ROOT, "%s %.1f ms", what, afterMs);
  }

  private static String bytes(final Map<String, Long> causes) {
    final StringBuilder text = new StringBuilder(64);
    causes.forEach((cause, count) -> text.append(text.isEmpty() ? "" : ", ")
        .append(count)
        .append(" bytes (")
        .append(cause)
        .append(')'));
    return text.toString();
  }
}
