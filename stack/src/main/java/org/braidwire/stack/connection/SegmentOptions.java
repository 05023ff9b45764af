package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.DataSeqNum;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.wire.Dss;
import org.braidwire.stack.wire.DssChecksum;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpFastclose;
import org.braidwire.stack.wire.MptcpOptions;
import org.braidwire.stack.wire.TcpFlags;

/**
 * What the MPTCP options of an accepted segment mean for the connection: DATA_ACK and window, DATA_FIN, and the
 * signals. Called only after the TCP checks passed (RFC 8684 3.3.2, RFC 5961). Engine thread.
 */
final class SegmentOptions {
  private final Connection connection;

  SegmentOptions(final Connection connection) {
    this.connection = connection;
  }

  /** Returns whether the segment's text may be processed. */
  boolean onSegment(final MptcpSubflow subflow, final InboundSegment segment, final long nowNs) {
    if (!connection.isMultipath()) {
      return true;
    }
    final MptcpOptions options = segment.mptcp();
    final Dss dss = options.dss();
    if (!options.any()) {
      return onBareSegment(subflow, segment);
    }
    subflow.onOptions();
    subflow.opening().onSegment(segment, nowNs);
    if (options.mpFastclose().present()) {
      return !onFastclose(options.mpFastclose(), nowNs);
    }
    countSignals(options);
    if (options.mpFail().present()) {
      connection.fallback().onMpFail(subflow);
    }
    if (dss.present()) {
      if (dss.hasDataAck()) {
        onDataAck(subflow, segment, dss);
      } else if (PlantedBug.WINDOW_WITHOUT_DATA_ACK.isPlanted()) {
        connection.sender().onPlantedWindow(subflow.tcp().sender().scaledWindow(segment));
      }
      if (dss.dataFin() && !segment.hadPayload()) {
        onLoneDataFin(subflow, dss, nowNs);
      }
    }
    return true; // also when the data level is finished: the subflow's FIN is still to be acknowledged
  }

  /** RFC 8684 3.7: no option at all, on a connection that speaks MPTCP. */
  private boolean onBareSegment(final MptcpSubflow subflow, final InboundSegment segment) {
    if (PlantedBug.WINDOW_WITHOUT_DATA_ACK.isPlanted()) {
      connection.sender().onPlantedWindow(subflow.tcp().sender().scaledWindow(segment));
    }
    subflow.onBareSegment();
    if (connection.isConfirmed() || !subflow.isInitial() || segment.has(TcpFlags.SYN)) {
      return true;
    }
    if (segment.has(TcpFlags.FIN)) {
      connection.fallback().onBareFin(subflow);
    } else if (connection.sender().hasSentData()
        && subflow.tcp().sender().queue().isEmpty()) {
      connection.fallback().onBareAck(subflow);
    }
    return true;
  }

  private void onDataAck(final MptcpSubflow subflow, final InboundSegment segment, final Dss dss) {
    final long expected = connection.sender().dataSndUna();
    final long dataAck = dss.dataAckIs64() ? dss.dataAck() : DataSeqNum.promote((int) dss.dataAck(), expected);
    connection.sender().onDataAck(dataAck, subflow.tcp().sender().scaledWindow(segment));
  }

  /** A DATA_FIN that maps no payload: SSN 0, length 1, and its DSN is its own (RFC 8684 3.3.3). */
  private void onLoneDataFin(final MptcpSubflow subflow, final Dss dss, final long nowNs) {
    if (dss.ssn() != 0 || dss.dataLevelLength() != 1 || dss.hasChecksum() != connection.isChecksummed()) {
      connection.fallback().onMappingError(subflow);
      return;
    }
    final long dsn = dss.dsnIs64()
        ? dss.dsn()
        : DataSeqNum.promote((int) dss.dsn(), connection.receiver().dataRcvNxt());
    if (dss.hasChecksum() && !DssChecksum.verify(0, dsn, 0, 1, dss.checksum())) {
      connection.fallback().onChecksumFailure(subflow, dsn);
      return;
    }
    onDataFin(subflow, dsn);
    if (connection.receiver().isFinPassed()) {
      subflow.tcp().receiver().requestAck(); // it is repeated until acknowledged
    }
    // One that is not in order yet is not answered: with DATA_FINs owed both ways answers would answer each other.
    connection.afterData(nowNs);
  }

  /** {@code subflow} says, and has proved as far as it can be, that the stream ends before {@code dsn}. */
  void onDataFin(final MptcpSubflow subflow, final long dsn) {
    if (!connection.receiver().onDataFin(dsn)) {
      connection.fallback().onMappingError(subflow);
    }
  }

  private boolean onFastclose(final MpFastclose fastclose, final long nowNs) {
    if (fastclose.receiverKey() != connection.keys().localKey()) {
      return false;
    }
    connection.counters().increment(Counter.FASTCLOSE_RECEIVED);
    connection.life().end(ConnectionEnd.RESET_BY_PEER, nowNs);
    return true;
  }

  /** The options of an acceptable RST. */
  void onReset(final InboundSegment segment, final long nowNs) {
    final MptcpOptions options = segment.mptcp();
    if (connection.isMultipath() && options.mpFail().present()) {
      connection.counters().increment(Counter.MP_FAIL_RECEIVED);
    }
    if (connection.isMultipath() && options.mpFastclose().present()) {
      onFastclose(options.mpFastclose(), nowNs);
    }
  }

  /** Options whose procedures come later: seen, counted, and without effect. */
  private void countSignals(final MptcpOptions options) {
    if (options.addAddr().present()) {
      connection.counters().increment(Counter.ADD_ADDR_RECEIVED);
    }
    if (options.removeAddr().present()) {
      connection.counters().increment(Counter.REMOVE_ADDR_RECEIVED);
    }
    if (options.mpPrio().present()) {
      connection.counters().increment(Counter.MP_PRIO_RECEIVED);
    }
    if (options.mpFail().present()) {
      connection.counters().increment(Counter.MP_FAIL_RECEIVED);
    }
  }
}
