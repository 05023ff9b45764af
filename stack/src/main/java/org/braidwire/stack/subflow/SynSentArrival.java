package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpFlags;

/** A segment arrives in SYN-SENT (RFC 9293 3.10.7.3). Engine thread. */
final class SynSentArrival {

  void onSegment(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    final SubflowSender sender = subflow.sender();
    final boolean ack = segment.has(TcpFlags.ACK);
    // First: the ACK bit.
    if (ack && (SeqNum.le(segment.segAck(), sender.iss()) || SeqNum.gt(segment.segAck(), sender.sndNxt()))) {
      if (!segment.has(TcpFlags.RST)) {
        subflow.context().writer().emitResetFor(segment, subflow.link(), -1);
      }
      return;
    }
    // Second: the RST bit; RFC 5961 3.2 asks for an acceptable ACK.
    if (segment.has(TcpFlags.RST)) {
      if (ack) {
        subflow.context().counters().increment(Counter.RESETS_RECEIVED);
        subflow.owner().onResetOptions(subflow, segment, nowNs);
        subflow.end(SubflowEnd.REFUSED, nowNs);
      }
      return;
    }
    // Fourth: the SYN bit.
    if (!segment.has(TcpFlags.SYN)) {
      return;
    }
    subflow.receiver().onSyn(segment, nowNs);
    sender.onPeerSyn(segment);
    if (ack) {
      onSynAck(subflow, segment, nowNs);
    } else {
      onSimultaneousOpen(subflow, segment, nowNs);
    }
  }

  private static void onSynAck(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (!subflow.owner().onSynReceived(subflow, segment, nowNs)) {
      subflow.enter(SubflowState.ESTABLISHED, nowNs);
      subflow.reset(nowNs);
      return;
    }
    subflow.enter(SubflowState.ESTABLISHED, nowNs);
    subflow.sender().onEstablished(nowNs);
    subflow.sender().onAck(segment, nowNs);
    subflow.receiver().requestAck();
    subflow.owner().onEstablished(subflow, segment, nowNs);
    subflow.owner().scheduleOutput();
  }

  /** RFC 9293 3.5: both ends sent SYN; ours goes again, now as SYN/ACK. */
  private static void onSimultaneousOpen(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (!subflow.owner().onSynReceived(subflow, segment, nowNs)) {
      subflow.end(SubflowEnd.RESET_BY_US, nowNs);
      return;
    }
    subflow.enter(SubflowState.SYN_RECEIVED, nowNs);
    subflow.sender().repeatSyn(nowNs);
  }
}
