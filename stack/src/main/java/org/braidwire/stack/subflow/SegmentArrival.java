package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.subflow.SubflowOwner.ThirdAck;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpFlags;

/**
 * A segment arrives for a subflow (RFC 9293 3.10.7): the eight steps of 3.10.7.4 in the RFC's order, PAWS before
 * the first, MPTCP options only after the ACK step. Each step answers whether to go on. Moves no variable
 * itself: the sender and the receiver do. Engine thread.
 */
public final class SegmentArrival {
  /** RFC 7323 5.5: a remembered timestamp older than this proves nothing. */
  private static final long PAWS_IDLE_NS = 24L * 24 * 3600 * 1_000_000_000L;

  private final SynSentArrival synSent = new SynSentArrival();

  /** Processes {@code segment}; the caller found {@code subflow} by its four-tuple. */
  public void onSegment(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    subflow.context().counters().increment(Counter.SEGMENTS_RECEIVED);
    subflow.prober().onHeard(nowNs);
    if (subflow.state() == SubflowState.SYN_SENT) {
      synSent.onSegment(subflow, segment, nowNs);
    } else if (subflow.state() != SubflowState.CLOSED) {
      onSynchronized(subflow, segment, nowNs);
    }
  }

  private void onSynchronized(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (checkTimestamps(subflow, segment, nowNs)
        && checkSequence(subflow, segment, nowNs)
        && checkReset(subflow, segment, nowNs)
        && checkSyn(subflow, segment, nowNs)
        && checkAck(subflow, segment, nowNs)) {
      // Sixth step: the urgent pointer is ignored; its octets are data like others.
      processText(subflow, segment, nowNs);
      checkFin(subflow, segment, nowNs);
      if (!subflow.context().ackPerCycle()) {
        subflow.receiver().output(nowNs);
      }
    }
  }

  /** RFC 7323 5.3 R1: protection against wrapped sequence numbers. */
  private boolean checkTimestamps(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    final SubflowReceiver receiver = subflow.receiver();
    if (!receiver.timestamps() || segment.has(TcpFlags.RST)) {
      return true;
    }
    if (!segment.options().hasTimestamps()) {
      return segment.has(TcpFlags.SYN); // RFC 7323 3.2: dropped silently otherwise
    }
    final boolean old = SeqNum.lt(segment.options().tsVal(), receiver.tsRecent());
    if (old && nowNs - receiver.tsRecentAtNs() < PAWS_IDLE_NS) {
      subflow.challenge(nowNs);
      return false;
    }
    return true;
  }

  /** First step: sequence number, and trimming to the window. */
  private boolean checkSequence(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    final SubflowReceiver receiver = subflow.receiver();
    final int rcvNxt = receiver.rcvNxt();
    final int window = receiver.rcvWnd();
    final int fromNext = SeqNum.diff(segment.segSeq(), rcvNxt);
    final int segLen = segment.segLen();
    // An acknowledgement sent when the window was full lies at its edge; refusing it while a hole below is open
    // would stop the other direction too.
    final boolean atEdge = fromNext == window && segLen == 0 && !segment.has(TcpFlags.RST);
    final boolean beginsInside = fromNext >= 0 && (fromNext < window || fromNext == 0 || atEdge);
    final boolean endsInside = fromNext < 0 && fromNext + segLen > 0;
    if (!beginsInside && !endsInside) {
      return onUnacceptable(subflow, segment, nowNs);
    }
    if (segment.has(TcpFlags.RST)) {
      return true; // its number is judged as it was sent: text must not bring it to RCV.NXT (RFC 5961 3.2)
    }
    receiver.updateTsRecent(segment, nowNs);
    if (fromNext < 0) {
      segment.trimFront(-fromNext);
      receiver.requestAck();
      subflow.owner().scheduleOutput();
    }
    final int beyond = SeqNum.diff(segment.segSeq() + segment.segLen(), receiver.rightEdge());
    if (beyond > 0 && segment.segLen() > 0) {
      segment.trimBack(Math.min(beyond, segment.segLen()));
      receiver.requestAck();
      subflow.owner().scheduleOutput();
    }
    return true;
  }

  private boolean onUnacceptable(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (segment.has(TcpFlags.RST)) {
      return false;
    }
    if (subflow.state() == SubflowState.SYN_RECEIVED && segment.has(TcpFlags.SYN)) {
      onRepeatedSyn(subflow, segment, nowNs);
      return false;
    }
    if (subflow.state() == SubflowState.TIME_WAIT && segment.has(TcpFlags.FIN)) {
      subflow.restartTimeWait(nowNs);
    }
    if (segment.segLen() > 0) {
      // A copy of what we have, perhaps because our acknowledgement was lost: answered without limit of rate,
      // for the peer retransmits until it hears.
      subflow.context().counters().add(Counter.DUPLICATE_SUBFLOW_BYTES, segment.payloadBytes());
      if (!PlantedBug.LATE_COPY_NOT_ACKNOWLEDGED.isPlanted()) {
        subflow.receiver().requestAck();
        subflow.owner().scheduleOutput();
      }
    } else if (segment.segSeq() + 1 == subflow.receiver().rcvNxt()) {
      subflow.answerProbe(nowNs);
    } else {
      subflow.challenge(nowNs);
    }
    return false;
  }

  /** Our SYN/ACK was lost, or both ends opened at once and this is the peer's SYN/ACK (RFC 9293 3.5, figure 8). */
  private static void onRepeatedSyn(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    final boolean crossed = segment.has(TcpFlags.ACK)
        && segment.segSeq() + 1 == subflow.receiver().rcvNxt()
        && segment.segAck() == subflow.sender().sndNxt();
    if (!crossed) {
      subflow.sender().repeatSyn(nowNs);
    } else if (completeHandshake(subflow, segment, nowNs)) {
      subflow.receiver().requestAck();
      subflow.owner().scheduleOutput();
    }
  }

  /** Second step, with RFC 5961 3.2: only a RST at exactly RCV.NXT resets. */
  private boolean checkReset(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (!segment.has(TcpFlags.RST)) {
      return true;
    }
    if (segment.segSeq() == subflow.receiver().rcvNxt()) {
      subflow.context().counters().increment(Counter.RESETS_RECEIVED);
      subflow.owner().onResetOptions(subflow, segment, nowNs);
      subflow.end(SubflowEnd.RESET_BY_PEER, nowNs);
    } else {
      subflow.challenge(nowNs);
    }
    return false;
  }

  /** Fourth step (the third, security, is obsolete), with RFC 5961 4.2. */
  private boolean checkSyn(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (!segment.has(TcpFlags.SYN)) {
      return true;
    }
    subflow.challenge(nowNs);
    return false;
  }

  /** Fifth step: the acknowledgement field, then what the owner reads of the options. */
  private boolean checkAck(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (!segment.has(TcpFlags.ACK)) {
      return false;
    }
    final SubflowSender sender = subflow.sender();
    final int segAck = segment.segAck();
    if (subflow.state() == SubflowState.SYN_RECEIVED) {
      if (SeqNum.le(segAck, sender.sndUna()) || SeqNum.gt(segAck, sender.sndNxt())) {
        subflow.context().writer().emitResetFor(segment, subflow.link(), -1);
        return false;
      }
      if (!completeHandshake(subflow, segment, nowNs)) {
        return false;
      }
    } else {
      final boolean tooNew = SeqNum.gt(segAck, sender.sndNxt());
      final boolean tooOld = SeqNum.diff(sender.sndUna(), segAck) > sender.maxSndWnd(); // RFC 5961 5.2
      if (tooNew || tooOld) {
        subflow.challenge(nowNs);
        return false;
      }
      if (SeqNum.ge(segAck, sender.sndUna())) {
        sender.onAck(segment, nowNs);
      }
    }
    if (subflow.state() == SubflowState.CLOSED) {
      return false; // the owner ended it meanwhile
    }
    return onOwnFinAcknowledged(subflow, nowNs)
        && subflow.owner().onSegment(subflow, segment, nowNs)
        && subflow.state() != SubflowState.CLOSED;
  }

  private static boolean completeHandshake(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    final ThirdAck judgement = subflow.owner().judgeThirdAck(subflow, segment);
    if (judgement == ThirdAck.RESET) {
      subflow.reset(nowNs);
    }
    if (judgement != ThirdAck.ACCEPT) {
      return false;
    }
    subflow.enter(SubflowState.ESTABLISHED, nowNs);
    subflow.sender().onEstablished(nowNs);
    subflow.sender().onAck(segment, nowNs);
    subflow.owner().onEstablished(subflow, segment, nowNs);
    return true;
  }

  private static boolean onOwnFinAcknowledged(final Subflow subflow, final long nowNs) {
    if (subflow.sender().isFinAcknowledged()) {
      switch (subflow.state()) {
        case FIN_WAIT_1 -> subflow.enter(SubflowState.FIN_WAIT_2, nowNs);
        case CLOSING -> subflow.enter(SubflowState.TIME_WAIT, nowNs);
        case LAST_ACK -> {
          subflow.end(SubflowEnd.FINISHED, nowNs);
          return false;
        }
        default -> {
          // nothing waits for it
        }
      }
    }
    return true;
  }

  /** Seventh step: the segment text. */
  private void processText(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (segment.payloadBytes() > 0 && subflow.state().mayReceive()) {
      subflow.receiver().onText(segment, nowNs);
      subflow.owner().scheduleOutput();
      if (subflow.state() != SubflowState.CLOSED && subflow.receiver().advanceOverFin()) {
        onPeerFin(subflow, nowNs);
      }
    }
  }

  /** Eighth step: the FIN bit. */
  private void checkFin(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    if (segment.has(TcpFlags.FIN) && subflow.state().mayReceive()) {
      subflow.owner().scheduleOutput();
      if (subflow.receiver().onFin(segment.segSeq() + segment.payloadBytes())) {
        onPeerFin(subflow, nowNs);
      }
    }
  }

  private static void onPeerFin(final Subflow subflow, final long nowNs) {
    switch (subflow.state()) {
      case ESTABLISHED -> subflow.enter(SubflowState.CLOSE_WAIT, nowNs);
      case FIN_WAIT_1 -> subflow.enter(SubflowState.CLOSING, nowNs);
      case FIN_WAIT_2 -> subflow.enter(SubflowState.TIME_WAIT, nowNs);
      default -> {
        return; // a FIN is in order only once
      }
    }
    subflow.receiver().requestAck();
    subflow.owner().onPeerFin(subflow, nowNs);
  }
}
