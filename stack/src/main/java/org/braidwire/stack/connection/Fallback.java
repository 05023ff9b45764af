package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.wire.MpTcpRst;

/**
 * When MPTCP gives way to plain TCP, and when a subflow is reset instead (RFC 8684 3.7): only the first subflow,
 * alone, with nothing reinjected, may become the whole connection. There is no way back. Engine thread.
 */
final class Fallback {
  private final Connection connection;
  private FallbackReason reason = FallbackReason.NONE;

  Fallback(final Connection connection) {
    this.connection = connection;
  }

  /** From here on the connection is its first subflow. */
  void toPlain(final FallbackReason why) {
    if (reason != FallbackReason.NONE) {
      return;
    }
    reason = why;
    if (why != FallbackReason.NOT_WANTED && why != FallbackReason.PEER_DID_NOT_OFFER) {
      connection.counters().increment(Counter.FALLBACKS);
    }
    connection.becomePlain();
  }

  /** A FIN without option on a subflow that never had one but in its handshake. */
  void onBareFin(final MptcpSubflow subflow) {
    if (isAlone(subflow)) {
      // Taken for the end of a subflow it would lose what we have not sent yet; it is the end of the stream.
      toPlain(FallbackReason.FIN_WITHOUT_OPTION);
    }
  }

  /** All that was sent is acknowledged there without a DATA_ACK: something takes the options away. */
  void onBareAck(final MptcpSubflow subflow) {
    if (isAlone(subflow)) {
      toPlain(FallbackReason.ACK_WITHOUT_DATA_ACK);
    } else if (connection.subflowCount() == 1 || isOtherEstablished(subflow)) {
      connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
    }
    // Else a join is under way, and the next such acknowledgement will find out whether it works.
  }

  /**
   * What is sent is acknowledged, again and again, and no DATA_ACK comes: where the options have vanished a subflow brings
   * the stream no further (RFC 8684 3.7).
   */
  void onDataAcksMissing() {
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow subflow = connection.subflow(i);
      if (subflow.isBare()) {
        connection.counters().increment(Counter.SUBFLOWS_WITHOUT_OPTIONS);
        connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
      }
    }
  }

  /** Octets that no mapping covers. */
  void onUnmapped(final MptcpSubflow subflow) {
    connection.counters().increment(Counter.DSS_MAPPING_ERRORS);
    if (!connection.isConfirmed() && isAlone(subflow)) {
      toPlain(FallbackReason.DATA_WITHOUT_MAPPING);
    } else {
      connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
    }
  }

  /** A mapping that contradicts what is known, or that no sender may make (RFC 8684 3.3.1, 3.3.3). */
  void onMappingError(final MptcpSubflow subflow) {
    connection.counters().increment(Counter.DSS_MAPPING_ERRORS);
    connection.resetSubflow(subflow, MpTcpRst.REASON_MPTCP_SPECIFIC);
  }

  /** The checksum of the mapping at {@code dsn} is wrong: a middlebox edits the payload. */
  void onChecksumFailure(final MptcpSubflow subflow, final long dsn) {
    // RFC 8684 3.7: RST with MP_FAIL, and the data comes again elsewhere. On the only subflow MP_FAIL without RST
    // and an infinite mapping in answer would save the connection where no data is missing; that we cannot do yet.
    connection.counters().increment(Counter.DSS_CHECKSUM_ERRORS);
    subflow.resetNote().failed(dsn);
    connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
  }

  /** The peer gave up checksums or multipath for this subflow. */
  void onMpFail(final MptcpSubflow subflow) {
    connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
  }

  /**
   * RFC 8684 3.7: what follows on this subflow is the stream itself, as it has been from its first octet on; then
   * {@code dsnOfZero}, where the mapping would put SSN 0, is the peer's IDSN.
   */
  void onInfiniteMapping(final MptcpSubflow subflow, final long dsnOfZero) {
    if (isAlone(subflow) && dsnOfZero == connection.keys().remoteIdsn()) {
      toPlain(FallbackReason.INFINITE_MAPPING);
    } else {
      onMappingError(subflow);
    }
  }

  private boolean isAlone(final MptcpSubflow subflow) {
    return subflow.isInitial()
        && connection.subflowCount() == 1
        && connection.retransmitter().reinjectedBytes() == 0;
  }

  private boolean isOtherEstablished(final MptcpSubflow subflow) {
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow other = connection.subflow(i);
      if (!other.equals(subflow) && other.isEstablished()) {
        return true;
      }
    }
    return false;
  }

  FallbackReason reason() {
    return reason;
  }
}
