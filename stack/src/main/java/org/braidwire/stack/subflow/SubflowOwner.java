package org.braidwire.stack.subflow;

import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.OptionWriter;

/**
 * What a subflow asks of the connection above it. Plain TCP is the same owner with nothing to add. Every method
 * is called on the engine's thread, inside the duty cycle.
 */
public interface SubflowOwner {
  /** Adds to the options of a SYN or SYN/ACK. */
  void writeSynOptions(Subflow subflow, OptionWriter options);

  /** Adds to the options of a segment without data. */
  void writeAckOptions(Subflow subflow, OptionWriter options);

  /** Adds the mapping to a segment with data. */
  void writeDataOptions(Subflow subflow, SentSegment segment, OptionWriter options);

  /** Adds to the options of a RST: why. */
  void writeResetOptions(Subflow subflow, OptionWriter options);

  /** Octets from here on that may be offered to the peer. */
  long receiveWindowBytes(Subflow subflow);

  /** A segment with this field and scale has been sent: the edge that it offered never moves back. */
  void onWindowOffered(Subflow subflow, long windowBytes);

  /**
   * The peer's SYN or SYN/ACK was accepted; its MPTCP options are to be judged.
   *
   * @return whether the subflow may go on; {@code false} resets it
   */
  boolean onSynReceived(Subflow subflow, InboundSegment segment, long nowNs);

  /** The ACK that would complete a passive open: taken, dropped as if lost, or answered with RST. */
  ThirdAck judgeThirdAck(Subflow subflow, InboundSegment segment);

  /** See {@link #judgeThirdAck}. */
  enum ThirdAck {
    ACCEPT,
    DROP,
    RESET
  }

  /** The three-way handshake is complete at this end. {@code segment} is the one that completed it. */
  void onEstablished(Subflow subflow, InboundSegment segment, long nowNs);

  /**
   * A segment passed the ACK step; its MPTCP options and its window may be used.
   *
   * @return whether to process its text; {@code false} when the subflow was ended or the text refused
   */
  boolean onSegment(Subflow subflow, InboundSegment segment, long nowNs);

  /** Gives an arriving slice the mapping of its segment, before it waits for its turn. */
  void mapSlice(Subflow subflow, RxSlice slice, InboundSegment segment);

  /** Where the octets that this subflow holds are counted; asked once, when the subflow is made. */
  PinnedFrames pins();

  /**
   * Whether text may be taken although {@link #pins()} are full; {@code false} drops the segment as if it were lost.
   */
  boolean admitsText();

  /** In-order octets of the subflow; the owner takes the slice over. */
  void onInOrder(Subflow subflow, RxSlice slice, long nowNs);

  /** {@code segment} is acknowledged and about to be recycled. */
  void onAcknowledged(Subflow subflow, SentSegment segment);

  /** An acceptable RST has come; its options may say why. {@link #onClosed} follows. */
  void onResetOptions(Subflow subflow, InboundSegment segment, long nowNs);

  /** An acknowledgement moved something, or room appeared. */
  void onProgress(Subflow subflow, long nowNs);

  /** A retransmission timeout happened. */
  void onRetransmissionTimeout(Subflow subflow, long nowNs);

  /** The peer's FIN is in order. */
  void onPeerFin(Subflow subflow, long nowNs);

  /** The subflow is over; its queue still holds what was not acknowledged, for the owner to take. */
  void onClosed(Subflow subflow, SubflowEnd end, long nowNs);

  /** When the peer is asked whether it is there while it rests. */
  KeepAlive keepAlive();

  /** Something is to be sent before the cycle ends. */
  void scheduleOutput();
}
