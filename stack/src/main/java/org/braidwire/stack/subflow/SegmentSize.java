package org.braidwire.stack.subflow;

import org.braidwire.stack.wire.TcpOptions;

/** How large a segment of a subflow may be: the peer's MSS, our MTU, and the options in front of the payload. */
final class SegmentSize {
  private static final int DEFAULT_MSS_BYTES = 536; // RFC 9293 3.7.1: where the peer's SYN says nothing
  private static final int MIN_MSS_BYTES = 88; // less would be an attack on our packet rate

  private final Subflow subflow;
  private int peerMssBytes = DEFAULT_MSS_BYTES;

  SegmentSize(final Subflow subflow) {
    this.subflow = subflow;
  }

  void onPeerSyn(final TcpOptions options) {
    if (options.hasMss()) {
      peerMssBytes = Math.max(MIN_MSS_BYTES, options.mss());
    }
  }

  /** Octets behind a TCP header without options (RFC 9293: Eff.snd.MSS before options are deducted). */
  int mssBytes() {
    return Math.min(peerMssBytes, subflow.link().mtuBytes() - SegmentWriter.IP_AND_TCP_BYTES);
  }

  /** Payload octets of a data segment that carries {@code dataOptionBytes} of options beside timestamps. */
  int payloadBytes(final int dataOptionBytes) {
    final int timestampBytes = subflow.receiver().timestamps() ? SegmentWriter.TIMESTAMP_BYTES : 0;
    return mssBytes() - timestampBytes - dataOptionBytes;
  }
}
