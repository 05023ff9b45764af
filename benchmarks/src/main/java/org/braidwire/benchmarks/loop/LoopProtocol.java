package org.braidwire.benchmarks.loop;

/** What the stack loop speaks, and the MTU at which a full segment carries {@link StackLoop#PAYLOAD_BYTES}. */
public enum LoopProtocol {
  TCP("TCP", 1, LoopProtocol.HEADER_BYTES),
  MPTCP("MPTCP", 1, LoopProtocol.HEADER_BYTES + LoopProtocol.DSS_BYTES),
  MPTCP_TWO_SUBFLOWS("MPTCP on 2 subflows", 2, LoopProtocol.HEADER_BYTES + LoopProtocol.DSS_BYTES);

  /** IPv4, TCP, timestamps. */
  private static final int HEADER_BYTES = 20 + 20 + 12;

  /** The room that the sender keeps for a DSS option with both 8-octet numbers. */
  private static final int DSS_BYTES = 28;

  final String title;
  final int subflows;
  final int mtuBytes;

  LoopProtocol(final String title, final int subflows, final int overheadBytes) {
    this.title = title;
    this.subflows = subflows;
    mtuBytes = StackLoop.PAYLOAD_BYTES + overheadBytes;
  }
}
