package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.congestion.CongestionControl;
import org.braidwire.stack.congestion.CongestionControls;
import org.braidwire.stack.congestion.RttEstimator;
import org.braidwire.stack.wire.InboundSegment;

/**
 * The sending half of a subflow: SND.UNA, which only this class moves, SND.NXT, the peer's window, the
 * retransmission queue. What is lost is {@link LossRecovery}'s judgement, when a time-out comes {@link
 * RetransmissionTimer}'s. Engine thread.
 */
public final class SubflowSender {
  private final Subflow subflow;
  private final SubflowContext context;
  private final RetransmissionQueue queue;
  private final SendWindow window = new SendWindow();
  private final SegmentSize segmentSize;
  private final RunSize runSize;
  private final RttEstimator rtt = new RttEstimator();
  private final LossRecovery recovery;
  private final Retransmitter retransmitter;
  private final CongestionControl congestion;
  private final RetransmissionTimer timer;

  private int iss;
  private int sndUna;
  private int sndNxt;
  private boolean sackPermitted;
  private boolean finQueued;
  private boolean finSent;
  private long lastProgressNs;
  private long lastSentNs;
  private long sentBytes;
  private long retransmittedBytes;

  SubflowSender(final Subflow subflow) {
    this.subflow = subflow;
    context = subflow.context();
    segmentSize = new SegmentSize(subflow);
    runSize = new RunSize(subflow, this);
    queue = new RetransmissionQueue(context.sentSegments());
    congestion = CongestionControls.byName(context.congestionControl());
    recovery = new LossRecovery(queue, congestion, context.counters());
    retransmitter = new Retransmitter(subflow, queue, recovery);
    timer = new RetransmissionTimer(subflow, this);
  }

  /** Chooses ISS and sends SYN or, for a passive subflow, SYN/ACK. */
  void start(final long nowNs) {
    iss = context.issGenerator().generate(subflow, nowNs);
    sndUna = iss;
    sndNxt = iss;
    lastProgressNs = nowNs;
    sendSyn(nowNs);
  }

  void sendSyn(final long nowNs) {
    final SentSegment syn = context.sentSegments().take();
    if (syn == null) {
      context.counters().increment(Counter.POOL_EXHAUSTED);
      timer.start(nowNs); // as if it were lost
      return;
    }
    syn.syn = true;
    transmitNew(syn, nowNs);
  }

  /** Takes the peer's MSS, window scale and SACK permission from its SYN or SYN/ACK. */
  void onPeerSyn(final InboundSegment syn) {
    segmentSize.onPeerSyn(syn.options());
    sackPermitted = syn.options().sackPermitted();
    window.onPeerSyn(syn);
  }

  void onEstablished(final long nowNs) {
    recovery.onEstablished(segmentSize.mssBytes(), timer.timeouts());
    if (timer.timeouts() > 0) {
      rtt.onEstablishedAfterSynTimeout();
    }
    lastProgressNs = nowNs;
  }

  /**
   * Prepares an entry for {@code bytes} octets, a run if they are more than {@code segmentBytes}; the caller maps
   * and transmits it. Takes one chunk reference.
   */
  public SentSegment prepare(final long payloadAddress, final int bytes, final int segmentBytes, final boolean push) {
    final SentSegment segment = context.sentSegments().takeSharing(payloadAddress);
    if (segment != null) {
      segment.payloadAddress = payloadAddress;
      segment.payloadBytes = bytes;
      segment.segmentBytes = segmentBytes;
      segment.push = push;
    }
    return segment;
  }

  /** Files a new segment in the queue and sends it. */
  public void transmitNew(final SentSegment segment, final long nowNs) {
    if (queue.isEmpty()) {
      lastProgressNs = nowNs;
      if (nowNs - lastSentNs > rtt.rtoNs() && subflow.state().isSynchronized()) {
        congestion.onIdleRestart(nowNs); // RFC 5681 4.1
      }
      timer.start(nowNs);
    }
    segment.seq = sndNxt;
    sndNxt += segment.seqLength();
    sentBytes += segment.payloadBytes;
    queue.append(segment);
    transmit(segment, nowNs);
  }

  /** Sends our SYN or SYN/ACK again, because the peer's SYN came again or crossed ours. */
  void repeatSyn(final long nowNs) {
    if (!queue.isEmpty() && queue.head().syn) {
      transmit(queue.head(), nowNs);
    }
  }

  void transmit(final SentSegment segment, final long nowNs) {
    if (retransmitter.emit(segment, nowNs)) {
      lastSentNs = nowNs;
      retransmittedBytes += segment.transmissions > 1 ? segment.payloadBytes : 0;
    }
  }

  /**
   * RFC 9293 3.10.7.4, fifth step: an acceptable acknowledgement. Frees what it covers, takes round-trip samples,
   * window and SACK blocks, and judges losses.
   */
  void onAck(final InboundSegment segment, final long nowNs) {
    final int segAck = segment.segAck();
    final int ackedBytes = SeqNum.diff(segAck, sndUna);
    final long flightBefore = queue.pipeBytes();
    final boolean windowChanged = window.update(segment, sndUna);
    subflow.prober().onAnswer();
    if (queue.isEmpty()) {
      if (windowChanged) {
        subflow.owner().onProgress(subflow, nowNs);
      }
      return; // with nothing outstanding, as where a stream is only received, it brings no more
    }
    if (ackedBytes > 0) {
      acknowledge(segAck, nowNs);
    }
    final int newlySacked = sackPermitted ? recovery.onSackBlocks(segment.options(), sndUna, sndNxt) : 0;
    final boolean duplicate = ackedBytes == 0
        && segment.segLen() == 0
        && !windowChanged
        && !segment.mptcp().any();
    recovery.onAck(
        ackedBytes,
        newlySacked,
        sackPermitted,
        duplicate,
        sndUna,
        sndNxt,
        segmentSize.mssBytes(),
        rtt.srttNs(),
        nowNs);
    if (ackedBytes > 0 && !recovery.isInFastRecovery()) {
      final boolean limited = runSize.isCwndLimited(flightBefore, segmentSize.mssBytes());
      congestion.onAck(ackedBytes, nowNs, rtt.srttNs(), flightBefore, limited);
    }
    final boolean moved = ackedBytes > 0 || newlySacked > 0;
    if (moved) {
      lastProgressNs = nowNs;
      timer.onProgress();
    }
    if (moved || windowChanged) {
      subflow.owner().onProgress(subflow, nowNs);
    }
    if (recovery.hasWork()) {
      subflow.owner().scheduleOutput();
    }
  }

  private void acknowledge(final int segAck, final long nowNs) {
    long sampleSentNs = -1;
    boolean repaired = false;
    while (!queue.isEmpty() && SeqNum.le(queue.head().endSeq(), segAck)) {
      final SentSegment done = queue.removeHead();
      repaired |= done.transmissions > 1;
      sampleSentNs = done.sacked ? sampleSentNs : done.lastSentNs;
      recovery.onDelivered(done);
      subflow.owner().onAcknowledged(subflow, done);
      context.sentSegments().recycle(done);
    }
    if (!queue.isEmpty() && SeqNum.lt(queue.head().seq, segAck)) {
      queue.trimHead(SeqNum.diff(segAck, queue.head().seq));
    }
    sndUna = segAck;
    // Karn: only what was sent once, and nothing that may have waited behind a hole until what was sent again
    // filled it.
    if (sampleSentNs >= 0 && !repaired) {
      rtt.onSample(nowNs - sampleSentNs, nowNs);
    }
    timer.onAcknowledged(nowNs);
  }

  /** The peer's window as a segment states it, scaled. */
  public long scaledWindow(final InboundSegment segment) {
    return window.scaled(segment);
  }

  /** Payload octets that congestion window, peer's window and device take now. */
  public int sendableBytes() {
    if (!subflow.state().maySend() || finQueued || subflow.isSuspended() || queue.hasWaitingLost()) {
      return 0; // also what the device refused, in spite of the room that it told of, goes first
    }
    if (!context.sentSegments().hasRoom() || !context.ipOutput().canSend(subflow.link())) {
      return 0;
    }
    final long byCwnd = recovery.windowBytes() - queue.pipeBytes();
    final long byWindow = window.sndWnd() - SeqNum.diff(sndNxt, sndUna);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.min(byCwnd, byWindow)));
  }

  void queueFin() {
    finQueued = true;
  }

  void output(final long nowNs) {
    if (finQueued
        && !finSent
        && subflow.state().maySend()
        && context.sentSegments().free() > 0) {
      finSent = true;
      final SentSegment fin = context.sentSegments().take();
      fin.fin = true;
      subflow.enter(
          subflow.state() == SubflowState.CLOSE_WAIT ? SubflowState.LAST_ACK : SubflowState.FIN_WAIT_1,
          nowNs);
      transmitNew(fin, nowNs);
    }
  }

  void retransmitLost(final long nowNs) {
    retransmitter.output(this, nowNs);
  }

  public boolean hasLost() {
    return recovery.hasWork();
  }

  void onSuspended() {
    timer.onSuspended();
  }

  void onResumed(final long nowNs) {
    if (PlantedBug.RTO_NOT_RESTARTED_AFTER_LINK_UP.isPlanted()) {
      return;
    }
    rtt.onPathRestored();
    lastProgressNs = nowNs;
    if (!queue.isEmpty()) {
      recovery.onLinkRestored(sndNxt, nowNs);
    }
    timer.onResumed(nowNs);
  }

  /** The peer is asked at other times than before while it rests. */
  public void onKeepAliveChanged(final long nowNs) {
    if (queue.isEmpty() && subflow.state().isSynchronized()) {
      subflow.prober().rest(timer, nowNs);
    }
  }

  void stop() {
    timer.stop();
  }

  /** Recycles whatever the owner left in the queue. */
  void release() {
    queue.recycleAll();
  }

  /** RFC 6298 5.4: nothing was acknowledged in time; {@code opening} before the subflow was established. */
  void onRetransmissionTimeout(final boolean opening, final long nowNs) {
    recovery.onRetransmissionTimeout(sndNxt, nowNs);
    subflow.owner().onRetransmissionTimeout(subflow, nowNs);
    subflow.owner().scheduleOutput();
    if (opening) {
      recovery.forgetLosses();
      transmit(queue.head(), nowNs);
    }
  }

  /** Payload octets a data segment carries: the peer's MSS and our MTU, less the options of every data segment. */
  public int payloadMssBytes(final int dataOptionBytes) {
    return segmentSize.payloadBytes(dataOptionBytes);
  }

  /** How much may leave under one mapping. */
  public RunSize runSize() {
    return runSize;
  }

  public RetransmissionQueue queue() {
    return queue;
  }

  public RttEstimator rtt() {
    return rtt;
  }

  public CongestionControl congestion() {
    return congestion;
  }

  /** The peer's window as of its newest segment, scaled. */
  public long sndWnd() {
    return window.sndWnd();
  }

  boolean sackPermitted() {
    return sackPermitted;
  }

  public int iss() {
    return iss;
  }

  int sndUna() {
    return sndUna;
  }

  public int sndNxt() {
    return sndNxt;
  }

  long maxSndWnd() {
    return window.maxSndWnd();
  }

  /** Whether everything sent, FIN included, is acknowledged. */
  boolean isFinAcknowledged() {
    return finSent && queue.isEmpty();
  }

  /** Since the last progress. */
  public int timeouts() {
    return timer.timeouts();
  }

  /** Clock time of the last acknowledgement that moved something, or of the first send after silence. */
  public long lastProgressNs() {
    return lastProgressNs;
  }

  public long sentBytes() {
    return sentBytes;
  }

  public long retransmittedBytes() {
    return retransmittedBytes;
  }
}
