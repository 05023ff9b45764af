package org.braidwire.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.braidwire.cli.options.PortAdvice;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireException;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.StreamConnection;
import org.braidwire.stack.api.SubflowInfo;

/**
 * Prints a connection and its subflows as lines of {@code name=value} on standard error, and what its ports lost and why:
 * at the end, and every interval from a thread of its own if one is given.
 */
final class StatsPrinter implements AutoCloseable {
  private static final double NS_PER_MS = 1e6;

  private final Braidwire stack;
  private final StreamConnection connection;
  private final PrintWriter out;
  private final Thread ticker;

  /**
   * @param interval null for only at the end
   */
  StatsPrinter(
      final Braidwire stack, final StreamConnection connection, final Duration interval, final PrintWriter out) {
    this.stack = stack;
    this.connection = connection;
    this.out = out;
    ticker = interval == null ? null : Thread.ofVirtual().start(() -> tick(interval));
  }

  private void tick(final Duration interval) {
    try {
      while (connection.closeReason() == null) {
        Thread.sleep(interval);
        if (connection.closeReason() == null) {
          print();
        }
      }
    } catch (final InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    try {
      out.print(format(connection.info()));
      PortAdvice.of(stack.counters()).forEach(advice -> out.println("braidwire: " + advice));
      out.flush();
    } catch (final BraidwireException stopped) {
      // A stack that has stopped has nothing left to tell; why it stopped is reported elsewhere.
      return;
    }
  }

  static String format(final ConnectionInfo info) {
    final StringBuilder text = new StringBuilder(256);
    text.append(String.format(
        Locale.ROOT,
        "braidwire: connection state=%s %s sent=%d acknowledged=%d received=%d"
            + " reinjected=%d (timeout %d, link-down %d, closed %d) measured=%d duplicate=%d%n",
        info.state(),
        info.multipath()
            ? "mptcp"
            : "tcp" + (info.fallbackReason().isEmpty() ? "" : " (" + info.fallbackReason() + ")"),
        info.sentBytes(),
        info.acknowledgedBytes(),
        info.receivedBytes(),
        info.reinjectedTimeoutBytes() + info.reinjectedLinkDownBytes() + info.reinjectedClosedBytes(),
        info.reinjectedTimeoutBytes(),
        info.reinjectedLinkDownBytes(),
        info.reinjectedClosedBytes(),
        info.refreshBytes(),
        info.duplicateBytes()));
    for (final SubflowInfo subflow : info.subflows()) {
      text.append(format(subflow));
    }
    return text.toString();
  }

  private static String format(final SubflowInfo subflow) {
    return String.format(
        Locale.ROOT,
        "braidwire: subflow %d %s %s>%s state=%s%s%s srtt=%.2fms cwnd=%d flight=%d"
            + " sent=%d received=%d retransmitted=%d%n",
        subflow.id(),
        subflow.path(),
        subflow.local(),
        subflow.remote(),
        subflow.state(),
        subflow.backup() ? " backup" : "",
        subflow.suspended() ? " suspended" : "",
        subflow.srttNs() / NS_PER_MS,
        subflow.cwndBytes(),
        subflow.flightBytes(),
        subflow.sentBytes(),
        subflow.receivedBytes(),
        subflow.retransmittedBytes());
  }

  /** Prints the last lines. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.interrupt();
    }
    print();
  }
}
