package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpFlags;

/**
 * The receiving half of a subflow: RCV.NXT, which only this class moves, what arrived out of order, and the
 * acknowledgements owed. Engine thread.
 */
public final class SubflowReceiver {
  /** An acknowledgement waits at most this long; well under the peer's reinjection and RTO floors. */
  static final long DELAYED_ACK_NS = 5_000_000L;

  /** RFC 9293 3.8.6.3: at least every second full-sized segment is acknowledged. */
  private static final int SEGMENTS_PER_ACK = 2;

  private final Subflow subflow;
  private final PinnedFrames pins;
  private final SliceQueue outOfOrder;
  private final SackRanges sackRanges = new SackRanges();
  private final Timer delayedAckTimer = new DelayedAckTimer();

  private int irs;
  private int rcvNxt;
  private int rightEdge;
  private boolean windowScaling;
  private boolean timestamps;
  private int tsRecent;
  private long tsRecentAtNs;
  private int lastAckSent;
  private int segmentsOwed;
  private boolean ackNow;
  private boolean finPending;
  private int finSeq;
  private long receivedBytes;

  SubflowReceiver(final Subflow subflow) {
    this.subflow = subflow;
    pins = subflow.owner().pins();
    outOfOrder = new SliceQueue(subflow.context().slices(), pins);
  }

  /** Takes the peer's initial sequence number and options from its SYN or SYN/ACK. */
  void onSyn(final InboundSegment syn, final long nowNs) {
    irs = syn.segSeq();
    rcvNxt = irs + 1;
    rightEdge = rcvNxt;
    lastAckSent = rcvNxt;
    timestamps = syn.options().hasTimestamps();
    if (timestamps) {
      tsRecent = syn.options().tsVal();
      tsRecentAtNs = nowNs;
    }
    windowScaling = syn.options().hasWindowScale();
  }

  /** RFC 7323 4.3: keeps the echo that yields correct round trips with delayed acknowledgements. */
  void updateTsRecent(final InboundSegment segment, final long nowNs) {
    if (timestamps
        && segment.options().hasTimestamps()
        && !segment.has(TcpFlags.SYN)
        && SeqNum.le(segment.segSeq(), lastAckSent)
        && SeqNum.ge(segment.options().tsVal(), tsRecent)) {
      tsRecent = segment.options().tsVal();
      tsRecentAtNs = nowNs;
    }
  }

  /** Takes the text of an acceptable segment, already trimmed to the window. */
  void onText(final InboundSegment segment, final long nowNs) {
    final int bytes = segment.payloadBytes();
    if (!subflow.owner().admitsText() && pins.isFull()) {
      subflow.context().counters().increment(Counter.WAITING_REFUSED);
      return;
    }
    if (bytes > 0) {
      final RxSlice slice =
          subflow.context().slices().take(offset(segment.segSeq()), segment.payloadAddress(), bytes);
      if (slice == null) {
        subflow.context().counters().increment(Counter.POOL_EXHAUSTED);
        return;
      }
      subflow.owner().mapSlice(subflow, slice, segment);
      if (segment.segSeq() == rcvNxt && outOfOrder.isEmpty()) {
        deliver(slice, nowNs);
        oweAck(segment.wireSegments(), nowNs);
      } else {
        insert(slice, segment, nowNs);
      }
    }
  }

  private void insert(final RxSlice slice, final InboundSegment segment, final long nowNs) {
    ackNow = true; // RFC 5681 4.2: out of order, or filling a gap
    // What fills a gap needs no range, and must never be refused for want of one.
    final boolean fillsGap = segment.segSeq() == rcvNxt;
    final boolean mayHold = fillsGap
        || (!pins.isFull()
            && outOfOrder.seek(slice.position())
            && sackRanges.add(segment.segSeq(), segment.segSeq() + segment.payloadBytes()));
    if (!mayHold) {
      subflow.context().counters().increment(Counter.WAITING_REFUSED);
      subflow.context().slices().recycle(slice);
      return;
    }
    final int bytes = slice.bytes();
    final int kept = outOfOrder.insert(slice);
    if (kept < bytes) {
      subflow.context().counters().add(Counter.DUPLICATE_SUBFLOW_BYTES, bytes - kept);
    }
    if (outOfOrder.isCut()) {
      sackRanges.rebuild(outOfOrder, this);
    }
    for (RxSlice due = outOfOrder.pollUpTo(offset(rcvNxt));
        due != null;
        due = outOfOrder.pollUpTo(offset(rcvNxt))) {
      deliver(due, nowNs);
    }
    sackRanges.dropBelow(rcvNxt);
  }

  private void deliver(final RxSlice slice, final long nowNs) {
    rcvNxt += slice.bytes();
    receivedBytes += slice.bytes();
    subflow.owner().onInOrder(subflow, slice, nowNs);
  }

  /** Remembers a FIN until everything before it has arrived; returns whether it is in order now. */
  boolean onFin(final int seq) {
    finPending = true;
    finSeq = seq;
    ackNow = true;
    return advanceOverFin();
  }

  /** Whether a remembered FIN has come into order. */
  boolean advanceOverFin() {
    if (finPending && finSeq == rcvNxt) {
      finPending = false;
      rcvNxt++;
      return true;
    }
    return false;
  }

  /** Position of a sequence number in the subflow's stream: the first payload octet is 1 (RFC 8684 3.3.1). */
  long offset(final int seq) {
    return receivedBytes + 1 + SeqNum.diff(seq, rcvNxt);
  }

  int seqOf(final long position) {
    return rcvNxt + (int) (position - receivedBytes - 1);
  }

  private void oweAck(final int segments, final long nowNs) {
    segmentsOwed += segments;
    if (segmentsOwed >= SEGMENTS_PER_ACK) {
      ackNow = true;
    } else if (!delayedAckTimer.isArmed()) {
      subflow.context().timers().arm(delayedAckTimer, nowNs + DELAYED_ACK_NS);
    }
  }

  /** An acknowledgement leaves before the cycle ends. */
  public void requestAck() {
    ackNow = true;
  }

  /** Whether an acknowledgement waits for room in the device. */
  public boolean isAckDue() {
    return ackNow;
  }

  void output(final long nowNs) {
    final boolean may = subflow.state() != SubflowState.SYN_SENT && subflow.state() != SubflowState.SYN_RECEIVED;
    if (ackNow && may && subflow.context().ipOutput().canSend(subflow.link())) {
      ackNow = !subflow.context().writer().emitAck(subflow, nowNs);
    }
  }

  /** A segment with our acknowledgement has left. */
  void onAckSent(final int windowField, final boolean scaled) {
    ackNow = false;
    segmentsOwed = 0;
    subflow.context().timers().cancel(delayedAckTimer);
    lastAckSent = rcvNxt;
    final int edge = rcvNxt + (windowField << (scaled ? windowShift() : 0));
    if (SeqNum.gt(edge, rightEdge)) {
      rightEdge = edge;
    }
  }

  void stop() {
    subflow.context().timers().remove(delayedAckTimer);
  }

  void release() {
    outOfOrder.clear();
  }

  private final class DelayedAckTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      ackNow = true;
      subflow.owner().scheduleOutput();
    }
  }

  public int rcvNxt() {
    return rcvNxt;
  }

  public int irs() {
    return irs;
  }

  /** First sequence number beyond what we ever offered. */
  int rightEdge() {
    return rightEdge;
  }

  /** Octets acceptable now (RFC 9293: RCV.WND). */
  int rcvWnd() {
    return Math.max(0, SeqNum.diff(rightEdge, rcvNxt));
  }

  /** Scale of the windows we send. */
  public int windowShift() {
    return windowScaling ? subflow.context().windowShift() : 0;
  }

  void disableWindowScaling() {
    windowScaling = false;
  }

  boolean timestamps() {
    return timestamps;
  }

  int tsRecent() {
    return tsRecent;
  }

  long tsRecentAtNs() {
    return tsRecentAtNs;
  }

  SackRanges sackRanges() {
    return sackRanges;
  }

  public boolean holdsOutOfOrder() {
    return !outOfOrder.isEmpty();
  }

  public long receivedBytes() {
    return receivedBytes;
  }
}
