package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.congestion.CongestionControl;
import org.braidwire.stack.congestion.ProportionalRateReduction;
import org.braidwire.stack.wire.TcpOptions;

/**
 * Judges which sent segments are lost: by SACK (RFC 6675), by time for what was sent again (the idea of RFC 8985:
 * something sent later has arrived), and by duplicate acknowledgements where the peer has no SACK (RFC 6582).
 * Keeps the recovery episode; the congestion control hears of its start and end. Engine thread.
 */
final class LossRecovery {
  /** RFC 6675: DupThresh. */
  private static final int DUP_THRESH = 3;

  private final RetransmissionQueue queue;
  private final CongestionControl congestion;
  private final Counters counters;

  private final ProportionalRateReduction reduction = new ProportionalRateReduction();
  private boolean inRecovery;
  private boolean afterTimeout;
  private int recoveryPoint;
  private int duplicateAcks;
  /** Send time of the latest-sent segment known to have arrived. */
  private long newestDeliveredSentNs = Long.MIN_VALUE;

  LossRecovery(final RetransmissionQueue queue, final CongestionControl congestion, final Counters counters) {
    this.queue = queue;
    this.congestion = congestion;
    this.counters = counters;
  }

  /** The handshake is complete, and our SYN or SYN/ACK had to be sent again {@code synTimeouts} times. */
  void onEstablished(final int mssBytes, final int synTimeouts) {
    congestion.onEstablished(mssBytes);
    // RFC 5681 3.1 asks for a window of one segment after any loss of a SYN; RFC 6928 2 recommends to do so only
    // from the second time-out on: the first may be the initial time-out of a second on a long path.
    if (synTimeouts > 1) {
      congestion.onHandshakeLoss();
    }
  }

  /** A segment is known to have arrived. */
  void onDelivered(final SentSegment segment) {
    if (segment.lastSentNs > newestDeliveredSentNs) {
      newestDeliveredSentNs = segment.lastSentNs;
    }
  }

  /** Marks what the blocks cover; blocks outside SND.UNA to SND.NXT are ignored. Returns octets newly marked. */
  int onSackBlocks(final TcpOptions options, final int sndUna, final int sndNxt) {
    int newly = 0;
    for (int i = 0; i < options.sackCount(); i++) {
      final int left = options.sackLeft(i);
      final int right = options.sackRight(i);
      if (SeqNum.lt(left, right) && SeqNum.ge(left, sndUna) && SeqNum.le(right, sndNxt)) {
        newly += mark(left, right);
      }
    }
    if (newly > 0) {
      counters.increment(Counter.SACKS_USED);
    }
    return newly;
  }

  /** Marks what lies in the block, cutting it out of runs. Returns octets newly marked. */
  int mark(final int left, final int right) {
    int newly = 0;
    SentSegment segment = queue.tail();
    while (segment != null && SeqNum.gt(segment.endSeq(), left)) {
      final SentSegment before = segment.previous;
      final SentSegment covered = segment.sacked ? null : covered(segment, left, right);
      if (covered != null) {
        queue.markSacked(covered);
        onDelivered(covered);
        newly += covered.seqLength();
      }
      segment = before;
    }
    return newly;
  }

  /**
   * The entry itself where the block covers it, or what the block covers of a run, cut out of it; {@code null} if
   * that is less than a segment of those sent: a peer's odd blocks make no more entries than honest ones.
   */
  private SentSegment covered(final SentSegment segment, final int left, final int right) {
    final int length = segment.seqLength();
    final int from = Math.max(0, SeqNum.diff(left, segment.seq));
    final int to = Math.min(length, SeqNum.diff(right, segment.seq));
    if (from == 0 && to == length) {
      return segment;
    }
    if (!segment.isRun() || to <= from) {
      return null;
    }
    final int first = from == 0 ? 0 : segment.gridCeiling(from);
    final int last = to == length ? length : segment.gridFloor(to);
    if (last <= first || (last < length && queue.split(segment, last) == null)) {
      return null;
    }
    return first == 0 ? segment : queue.split(segment, first);
  }

  /** After the cumulative and selective parts of an acknowledgement: detects losses, starts or ends recovery. */
  void onAck(
      final int ackedBytes,
      final int sackedBytes,
      final boolean sack,
      final boolean duplicate,
      final int sndUna,
      final int sndNxt,
      final int mssBytes,
      final long srttNs,
      final long nowNs) {
    if (inRecovery && SeqNum.ge(sndUna, recoveryPoint)) {
      inRecovery = false;
      duplicateAcks = 0;
      if (!afterTimeout) {
        congestion.onRecoveryExit(nowNs);
      }
      afterTimeout = false;
    }
    final long flightBytes = queue.pipeBytes();
    final int deliveredBytes = ackedBytes + sackedBytes;
    boolean found = false;
    if (sack) {
      found = queue.sackedBytes() > 0 && detectBySack(mssBytes, srttNs);
    } else {
      found = detectByDuplicates(ackedBytes, duplicate);
    }
    if (found && !inRecovery) {
      inRecovery = true;
      recoveryPoint = sndNxt;
      counters.increment(Counter.FAST_RECOVERIES);
      congestion.onFastRecoveryEntry(flightBytes, nowNs);
      reduction.onEntry(flightBytes + ackedBytes, congestion.ssthreshBytes(), mssBytes);
    }
    if (isInFastRecovery()) {
      reduction.onAck(
          duplicate ? Math.max(deliveredBytes, mssBytes) : deliveredBytes,
          queue.pipeBytes(),
          ackedBytes > 0 && !found);
    }
  }

  /** The window in force: the congestion control's, or proportional rate reduction's (RFC 9937) in recovery. */
  long windowBytes() {
    return isInFastRecovery() ? reduction.cwndBytes() : congestion.cwndBytes();
  }

  /** Something was sent, for the first time or again. */
  void onSent(final int bytes) {
    if (isInFastRecovery()) {
      reduction.onSent(bytes);
    }
  }

  private boolean detectBySack(final int mssBytes, final long srttNs) {
    final long reorderNs = srttNs / 4;
    long sackedAbove = 0;
    boolean found = false;
    for (SentSegment segment = queue.tail(); segment != null; segment = segment.previous) {
      if (segment.sacked) {
        sackedAbove += segment.seqLength();
      } else if (segment.inPipe) {
        final boolean byCount = segment.transmissions == 1 && sackedAbove > (DUP_THRESH - 1L) * mssBytes;
        final boolean byTime = sackedAbove > 0 && segment.lastSentNs + reorderNs < newestDeliveredSentNs;
        if (byCount || byTime) {
          queue.markLost(segment);
          found = true;
        }
      }
    }
    return found;
  }

  private boolean detectByDuplicates(final int ackedBytes, final boolean duplicate) {
    if (ackedBytes > 0) {
      duplicateAcks = 0;
    } else if (duplicate) {
      duplicateAcks++;
    }
    final SentSegment head = queue.head();
    final boolean partialAck = inRecovery && !afterTimeout && ackedBytes > 0; // RFC 6582 3.2
    if (head != null && (partialAck || duplicateAcks == DUP_THRESH) && head.inPipe) {
      if (head.isRun()) {
        queue.split(head, head.segmentBytes); // one segment is known to be missing, not the run
      }
      queue.markLost(head);
      return true;
    }
    return false;
  }

  /** Everything outstanding is held for lost and sent again as the window of one segment grows. */
  void onRetransmissionTimeout(final int sndNxt, final long nowNs) {
    final long flightBytes = queue.pipeBytes();
    if (queue.head().sacked) {
      queue.forgetSacks(); // the peer reneged: RFC 2018 8
    }
    markAllLost();
    inRecovery = true;
    afterTimeout = true;
    recoveryPoint = sndNxt;
    duplicateAcks = 0;
    congestion.onRetransmissionTimeout(flightBytes, nowNs);
  }

  /** The link was down and is back: outstanding segments went nowhere. Not a sign of congestion. */
  void onLinkRestored(final int sndNxt, final long nowNs) {
    if (isInFastRecovery()) {
      congestion.onRecoveryExit(nowNs);
    }
    markAllLost();
    inRecovery = true;
    afterTimeout = true;
    recoveryPoint = sndNxt;
  }

  /** For SYNs, which are sent again by the timer alone. */
  void forgetLosses() {
    for (SentSegment segment = queue.head(); segment != null; segment = segment.next) {
      queue.markSentAgain(segment);
    }
    inRecovery = false;
    afterTimeout = false;
  }

  private void markAllLost() {
    for (SentSegment segment = queue.head(); segment != null; segment = segment.next) {
      if (!segment.sacked) {
        queue.markLost(segment);
      }
    }
  }

  boolean hasWork() {
    return queue.hasWaitingLost();
  }

  /** In an episode that losses started; after a time-out the window grows by slow start meanwhile. */
  boolean isInFastRecovery() {
    return inRecovery && !afterTimeout;
  }
}
