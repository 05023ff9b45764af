package org.braidwire.benchmarks.loop;

import org.braidwire.benchmarks.report.Target;

/** What the stack loop speaks, and the MTU at which a full segment carries {@link StackLoop#PAYLOAD_BYTES}. */
public enum LoopProtocol {
  TCP("TCP", 1, LoopProtocol.HEADER_BYTES, 4.4, 3.5),
  MPTCP("MPTCP", 1, LoopProtocol.HEADER_BYTES + LoopProtocol.DSS_BYTES, 5.1, 4.3),
  MPTCP_TWO_SUBFLOWS("MPTCP on 2 subflows", 2, LoopProtocol.HEADER_BYTES + LoopProtocol.DSS_BYTES, 5.8, 4.9);

  /** IPv4, TCP, timestamps. */
  private static final int HEADER_BYTES = 20 + 20 + 12;

  /** The room that the sender keeps for a DSS option with both 8-octet numbers. */
  private static final int DSS_BYTES = 28;

  final int subflows;
  final int mtuBytes;

  private final String title;
  private final double targetTimes;
  private final double stretchTimes;

  LoopProtocol(
      final String title,
      final int subflows,
      final int overheadBytes,
      final double targetTimes,
      final double stretchTimes) {
    this.title = title;
    this.subflows = subflows;
    mtuBytes = StackLoop.PAYLOAD_BYTES + overheadBytes;
    this.targetTimes = targetTimes;
    this.stretchTimes = stretchTimes;
  }

  /** Of the links. */
  public int mtuBytes() {
    return mtuBytes;
  }

  /** How many times the floor's time a segment may take, all in. */
  public Target target() {
    return Target.of(targetTimes, stretchTimes);
  }

  /** As reports name the case. */
  public String title(final int footprintBytes) {
    return "stack loop " + title + ", " + (footprintBytes >> 10) + " KiB";
  }
}
