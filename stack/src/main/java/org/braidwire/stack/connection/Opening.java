package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.SubflowOwner.ThirdAck;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.OptionWriter;

/**
 * How one subflow opens: the options of its three-way handshake and what the peer's mean. {@link CapableOpening}
 * for the first subflow, {@link JoinOpening} for the others. Engine thread.
 */
interface Opening {
  void attach(Connection connection, MptcpSubflow subflow);

  boolean isInitial();

  /** Options of our SYN or SYN/ACK. */
  void writeSynOptions(OptionWriter options);

  /** Options of a segment without data, while the handshake needs its own; false: the usual ones are to be written. */
  boolean writeAckOptions(OptionWriter options);

  /** Judges the peer's SYN/ACK; false resets. */
  boolean onSynReceived(InboundSegment segment);

  ThirdAck judgeThirdAck(InboundSegment segment);

  void onEstablished(long nowNs);

  /** A segment after the handshake: what it confirms. */
  void onSegment(InboundSegment segment, long nowNs);

  /** Our SYN went unanswered for the {@code timeouts}th time. */
  void onSynTimeout(int timeouts);

  /** The subflow is over. */
  void onClosed();

  /** Whether data may be sent (RFC 8684 3.2: not in PRE_ESTABLISHED). */
  boolean mayCarryData();
}
