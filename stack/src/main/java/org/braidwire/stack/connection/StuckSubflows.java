package org.braidwire.stack.connection;

import org.braidwire.io.frame.FramePool;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.subflow.SentSegment;
import org.braidwire.stack.wire.MpTcpRst;

/**
 * What subflows that get nothing through cost the others. A subflow must be able to send again what it has sent until it
 * sees it acknowledged (RFC 8684 3.3.2), also when the peer has had the octets by another subflow for long; so a dead one
 * keeps the chunks of all that was in flight on it, for as long as it lives. It may, as long as it keeps no more of them
 * than are left free, for a link may come back. When connections wait for chunks beyond that, it is reset: the peer has
 * everything it holds. Engine thread.
 */
public final class StuckSubflows {
  private StuckSubflows() {}

  /** Resets the subflows of {@code connection} that keep too much; only while another one works. */
  public static void resetForMemory(final Connection connection, final FramePool chunks) {
    if (!connection.isMultipath() || !connection.isOpen() || !hasWorkingSubflow(connection)) {
      return;
    }
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow subflow = connection.subflow(i);
      if (subflow.suspect()
          && !subflow.isDoomed()
          && keptChunks(subflow, connection.sender().dataSndUna(), chunks) > chunks.free()) {
        connection.counters().increment(Counter.SUBFLOWS_RESET_FOR_MEMORY);
        connection.resetSubflow(subflow, MpTcpRst.REASON_TOO_MUCH_OUTSTANDING_DATA);
      }
    }
  }

  private static boolean hasWorkingSubflow(final Connection connection) {
    for (int i = 0; i < connection.subflowCount(); i++) {
      if (connection.subflow(i).usable() && !connection.subflow(i).suspect()) {
        return true;
      }
    }
    return false;
  }

  /** Chunks whose octets in this subflow's queue the peer has acknowledged at data level. */
  private static int keptChunks(final MptcpSubflow subflow, final long dataSndUna, final FramePool chunks) {
    int count = 0;
    long last = FramePool.NONE;
    SentSegment segment = subflow.tcp().sender().queue().head();
    for (; segment != null; segment = segment.next()) {
      if (segment.isMapped()
          && segment.payloadBytes() > 0
          && segment.payloadDsn() + segment.payloadBytes() - dataSndUna <= 0) {
        final long chunk = chunks.start(segment.payloadAddress());
        count += chunk == last ? 0 : 1;
        last = chunk;
      }
    }
    return count;
  }
}
