package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpFlags;

/**
 * A subflow in TIME-WAIT whose connection is over: its name and the few numbers that answer a FIN which comes again
 * (RFC 9293 3.10.7.4). Holds no frame, no chunk, and nothing of the connection. Engine thread.
 */
public final class TimeWait extends FourTuple {
  private final LinkAttachment link;
  private final long peerMac;
  private final int sndNxt;
  private final int rcvNxt;
  private final int windowField;
  private final boolean timestamps;
  private final int tsRecent;
  private final ChallengeAcks challengeAcks = new ChallengeAcks();
  private long deadlineNs;

  /** What a segment means for it. */
  public enum Verdict {
    /** It waits on, perhaps 2 MSL anew. */
    STAYS,
    /** The peer has reset it. */
    ENDED,
    /** A new connection wants the name (RFC 6191): the segment is to be taken as if nobody had it. */
    REOPENED
  }

  /** Takes over from {@code subflow}, which is in TIME-WAIT. */
  public TimeWait(final Subflow subflow, final long nowNs) {
    super(subflow.tuple());
    assert subflow.state() == SubflowState.TIME_WAIT;
    link = subflow.link();
    peerMac = subflow.route().peerMac();
    sndNxt = subflow.sender().sndNxt();
    final SubflowReceiver receiver = subflow.receiver();
    rcvNxt = receiver.rcvNxt();
    windowField = Math.min(SegmentWriter.MAX_WINDOW_FIELD, receiver.rcvWnd() >> receiver.windowShift());
    timestamps = receiver.timestamps();
    tsRecent = receiver.tsRecent();
    deadlineNs = nowNs + Subflow.TIME_WAIT_NS;
  }

  /** Answers a segment with this name where an answer is due; what is to become of it is the caller's to do. */
  public Verdict onSegment(
      final InboundSegment segment, final SegmentWriter writer, final Counters counters, final long nowNs) {
    counters.increment(Counter.SEGMENTS_RECEIVED);
    if (segment.has(TcpFlags.RST) && segment.segSeq() == rcvNxt) { // RFC 5961 3.2
      counters.increment(Counter.RESETS_RECEIVED);
      return Verdict.ENDED;
    }
    if (segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.ACK) && isNewer(segment)) {
      return Verdict.REOPENED;
    }
    final boolean repeatedFin = segment.has(TcpFlags.FIN) && segment.segSeq() + segment.segLen() == rcvNxt;
    if (repeatedFin) {
      deadlineNs = nowNs + Subflow.TIME_WAIT_NS;
      writer.emitAck(this, nowNs);
      return Verdict.STAYS;
    }
    final boolean acceptable = segment.segLen() == 0 && segment.segSeq() == rcvNxt;
    if (!acceptable && challengeAcks.mayAnswer(nowNs)) {
      counters.increment(Counter.CHALLENGE_ACKS);
      writer.emitAck(this, nowNs);
    }
    return Verdict.STAYS;
  }

  /** RFC 6191 2: a later timestamp tells a new SYN from an old one, and every old segment from the new connection's. */
  private boolean isNewer(final InboundSegment syn) {
    return timestamps
        && syn.options().hasTimestamps()
        && SeqNum.gt(syn.options().tsVal(), tsRecent)
        && !syn.has(TcpFlags.RST);
  }

  /** When 2 MSL are over. */
  public long deadlineNs() {
    return deadlineNs;
  }

  LinkAttachment link() {
    return link;
  }

  long peerMac() {
    return peerMac;
  }

  int sndNxt() {
    return sndNxt;
  }

  int rcvNxt() {
    return rcvNxt;
  }

  int windowField() {
    return windowField;
  }

  boolean timestamps() {
    return timestamps;
  }

  int tsRecent() {
    return tsRecent;
  }
}
