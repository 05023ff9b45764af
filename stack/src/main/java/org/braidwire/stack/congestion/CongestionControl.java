package org.braidwire.stack.congestion;

/**
 * What limits how much of a subflow may be in flight: it learns of ACKs and losses and answers with a window. It
 * decides nothing about which octets are lost or sent next; that is the sender's and the loss recovery's.
 *
 * <p>One instance a subflow, owned by the engine thread that owns the subflow. Nothing is allocated after
 * construction. Reinjection of data on another subflow is no congestion signal and is never reported here.
 */
public interface CongestionControl {
  /** The scale shift of RFC 7323 ends here: a larger congestion window could never be used. */
  long MAX_CWND_BYTES = 65_535L << 14;

  /** What configuration calls this algorithm. */
  String name();

  /** How much may be in flight. In fast recovery the target, which {@link ProportionalRateReduction} approaches. */
  long cwndBytes();

  long ssthreshBytes();

  default boolean inSlowStart() {
    return cwndBytes() < ssthreshBytes();
  }

  /** The handshake is complete and the segment size known; starts over with the initial window. */
  void onEstablished(int smssBytes);

  /**
   * The SYN or SYN/ACK had to be sent again more than once: the initial window is one segment (RFC 6928 2). Call
   * after {@link #onEstablished}.
   */
  void onHandshakeLoss();

  /**
   * An ACK moved SND.UNA outside fast recovery.
   *
   * @param ackedBytes by how much, more than 0
   * @param srttNs the smoothed round-trip time, this ACK's sample included
   * @param flightSizeBytes what was outstanding before this ACK
   * @param cwndLimited whether the congestion window was what kept the sender from sending more
   */
  void onAck(int ackedBytes, long nowNs, long srttNs, long flightSizeBytes, boolean cwndLimited);

  /** Loss was found by duplicate ACKs or SACK; once an episode, before anything is sent again. */
  void onFastRecoveryEntry(long flightSizeBytes, long nowNs);

  /** Everything outstanding at the entry is acknowledged. Nothing happens if a time-out ended the episode. */
  void onRecoveryExit(long nowNs);

  /** The retransmission timer expired; ends fast recovery. */
  void onRetransmissionTimeout(long flightSizeBytes, long nowNs);

  /** Data is about to be sent after more than one RTO without sending any (RFC 5681 4.1). */
  void onIdleRestart(long nowNs);
}
