package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.SentSegment;

/**
 * Keeps what is known of idle subflows true. A policy that goes by round-trip times never again asks a subflow
 * whose last measurement was bad, for example of the queue that stood when its link failed; so a subflow without a
 * fresh one gets a copy of what another has just sent. A copy, and no new octets: none of them arrives later
 * because a path is being tried.
 *
 * <p>Two whole segments, for less would wait for the peer's delayed acknowledgement (RFC 9293 3.8.6.3) and measure
 * that. Backups are left in peace. Engine thread.
 */
final class PathRefresh {
  /** Least time between two looks. */
  private static final long INTERVAL_NS = 100_000_000L;

  private static final int SEGMENTS = 2;

  private final Connection connection;
  private final DataRetransmitter retransmitter;
  private long lastLookNs = Long.MIN_VALUE / 2;

  PathRefresh(final Connection connection, final DataRetransmitter retransmitter) {
    this.connection = connection;
    this.retransmitter = retransmitter;
  }

  /** Measures what is out of date, where octets are on their way to be copied. */
  void output(final long nowNs) {
    if (connection.subflowCount() < 2 || nowNs - lastLookNs < INTERVAL_NS) {
      return;
    }
    lastLookNs = nowNs;
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow idle = connection.subflow(i);
      if (idle.usable()
          && !idle.backup()
          && !idle.suspect()
          && idle.tcp().sender().queue().isEmpty()
          && idle.tcp().sender().rtt().isStale(nowNs)) {
        refresh(idle, nowNs);
      }
    }
  }

  private void refresh(final MptcpSubflow idle, final long nowNs) {
    final SentSegment first = source(idle);
    final int mss = idle.payloadMssBytes();
    if (first == null || idle.tcp().sender().sendableBytes() < SEGMENTS * mss) {
      return;
    }
    if (first.payloadBytes() >= SEGMENTS * mss) {
      send(first, SEGMENTS * mss, idle, nowNs);
    } else if (send(first, mss, idle, nowNs)) {
      send(first.next(), mss, idle, nowNs);
    }
  }

  private boolean send(final SentSegment original, final int bytes, final MptcpSubflow idle, final long nowNs) {
    return retransmitter.copyTo(idle, original, bytes, ReinjectionCause.PATH_REFRESH, nowNs) > 0;
  }

  /** Where another subflow has two whole segments in a row on its way: their first entry; {@code null} if none has. */
  private SentSegment source(final MptcpSubflow idle) {
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow busy = connection.subflow(i);
      final SentSegment head = busy.tcp().sender().queue().head();
      if (busy != idle
          && isWhole(head, idle)
          && (head.payloadBytes() >= SEGMENTS * idle.payloadMssBytes() || isWhole(head.next(), idle))) {
        return head;
      }
    }
    return null;
  }

  private static boolean isWhole(final SentSegment segment, final MptcpSubflow idle) {
    return segment != null
        && segment.isMapped()
        && !segment.isDataFin()
        && segment.reinjectedBytes() == 0
        && segment.payloadBytes() >= idle.payloadMssBytes();
  }
}
