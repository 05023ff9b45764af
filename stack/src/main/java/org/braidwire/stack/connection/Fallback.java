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

  /** A mapping's checksum is wrong: a middlebox edits the payload. */
  void onChecksumFailure(final MptcpSubflow subflow, final long dsn) {
    // The procedure of MP_FAIL with an infinite mapping belongs to a later version; a reset is allowed whenever
    // other subflows exist and loses no byte: the data comes again elsewhere.
    connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
  }

  /** The peer gave up checksums or multipath for this subflow. */
  void onMpFail(final MptcpSubflow subflow) {
    connection.resetSubflow(subflow, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
  }

  /** RFC 8684 3.7: what follows on this subflow is the stream itself. */
  void onInfiniteMapping(final MptcpSubflow subflow, final long dsn, final int ssn) {
    if (isAlone(subflow)) {
      toPlain(FallbackReason.INFINITE_MAPPING);
    } else {
      connection.resetSubflow(subflow, MpTcpRst.REASON_MPTCP_SPECIFIC);
    }
  }

  private boolean isAlone(final MptcpSubflow subflow) {
    return subflow.isInitial()
        && connection.subflowCount() == 1
        && connection.retransmitter().reinjectedBytes() == 0;
  }

  FallbackReason reason() {
    return reason;
  }
}
