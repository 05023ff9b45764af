package org.braidwire.stack.connection;

import org.braidwire.io.frame.Memory;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.subflow.SegmentList;
import org.braidwire.stack.subflow.SentSegment;

/**
 * Sends octets again on another subflow when theirs does not get them through. Not loss recovery: it neither
 * touches a congestion window nor counts as loss; the original subflow goes on retransmitting what it was given
 * (RFC 8684 3.3.6).
 *
 * <p>A subflow is suspect when it has octets outstanding and nothing moved for its deadline; it ceases to be at
 * the first progress. A suspended or suspect subflow's queue is walked once; a dead one's queue is taken over
 * whole. Engine thread.
 */
final class DataRetransmitter {
  /** Least time without progress before a subflow is suspect: above any delayed acknowledgement of ours. */
  static final long MIN_DEADLINE_NS = 20_000_000L;

  private static final long QUIET_NS = 1_000_000_000L;

  /** Segments from SND.UNA on that a suspicion, or a step of a repair, sends again at most. */
  static final int RESEND_BURST = 32;

  private final Connection connection;
  private final SendBuffer buffer;
  private final Timer timer = new ProgressTimer();
  private final long[] bytesByCause = new long[ReinjectionCause.values().length];
  private final SegmentList orphans = new SegmentList();
  private final PathRefresh refresh;

  /** The newest suspect, while it is not known that somebody holds the octet at SND.UNA; else null. */
  private MptcpSubflow frontOf;

  private long firstReinjectionNs;
  private long lastReinjectionNs = Long.MIN_VALUE / 2;

  DataRetransmitter(final Connection connection, final SendBuffer buffer) {
    this.connection = connection;
    this.buffer = buffer;
    refresh = new PathRefresh(connection, this);
  }

  /** RFC 6298's terms without its floor: about two round trips and their spread. */
  private static long deadlineNs(final MptcpSubflow subflow) {
    return subflow.lastProgressNs() + Math.max(MIN_DEADLINE_NS, 2 * subflow.srttNs() + 4 * subflow.rttVarNs());
  }

  /** Sends copies of stuck octets as far as other subflows can take them now. */
  void output(final long nowNs) {
    if (frontOf != null) {
      outputFront(nowNs);
    }
    while (!orphans.isEmpty() && outputOrphan(nowNs)) {
      // one segment a round
    }
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow stuck = connection.subflow(i);
      if (stuck.suspect()) {
        while (outputFrom(stuck, causeOf(stuck), nowNs)) {
          // one segment a round
        }
      }
    }
    refresh.output(nowNs);
  }

  private static ReinjectionCause causeOf(final MptcpSubflow stuck) {
    return stuck.tcp().isSuspended() ? ReinjectionCause.LINK_DOWN : ReinjectionCause.TIMEOUT;
  }

  /**
   * Of a mapping with a checksum a part that the subflow has acknowledged is of no use to the peer without the rest, and
   * in no queue any more. Where no other subflow has room for it now, the next output tries again.
   */
  private void outputFront(final long nowNs) {
    if (resendHead(RESEND_BURST, causeOf(frontOf), nowNs)) {
      frontOf.suspicion().onReinjected(nowNs);
    }
    if (!connection.isMultipath() || !isLost(connection.sender().dataSndUna())) {
      frontOf = null;
    }
  }

  private boolean outputFrom(final MptcpSubflow stuck, final ReinjectionCause cause, final long nowNs) {
    SentSegment original = stuck.suspicion().cursor();
    while (original != null && !needsCopy(original)) {
      original = original.next();
    }
    stuck.suspicion().cursor(original);
    if (original == null) {
      return false;
    }
    final int copied = copy(original, stuck.id(), cause, nowNs);
    original.reinjectedBytes(original.reinjectedBytes() + copied);
    if (copied > 0) {
      stuck.suspicion().onReinjected(nowNs);
    }
    return copied > 0;
  }

  private boolean needsCopy(final SentSegment segment) {
    return segment.isMapped()
        && segment.reinjectedBytes() < segment.payloadBytes()
        && segment.payloadDsn()
                + segment.payloadBytes()
                - connection.sender().dataSndUna()
            > 0;
  }

  private boolean outputOrphan(final long nowNs) {
    final SentSegment orphan = orphans.head();
    final boolean needed = needsCopy(orphan);
    final int copied = needed ? copy(orphan, -1, ReinjectionCause.SUBFLOW_CLOSED, nowNs) : 0;
    orphan.reinjectedBytes(orphan.reinjectedBytes() + copied);
    if (!needed || orphan.reinjectedBytes() == orphan.payloadBytes()) {
      connection.context().subflows().sentSegments().recycle(orphans.removeHead());
      return true;
    }
    return copied > 0;
  }

  /** Sends a copy of the front of what is left of {@code original}; returns octets copied, 0 when nobody can. */
  private int copy(final SentSegment original, final int avoidId, final ReinjectionCause cause, final long nowNs) {
    final int chosen = connection
        .context()
        .scheduler()
        .selectReinjection(connection.views(), connection.subflowCount(), avoidId);
    if (chosen < 0) {
      return 0;
    }
    final MptcpSubflow target = connection.subflow(chosen);
    if (avoidId >= 0 && original.isCopy() && target.suspect()) {
      return 0; // two that are both suspect would copy each other's copies for ever
    }
    final int done = original.reinjectedBytes();
    final int mss = target.payloadMssBytes();
    int bytes = Math.min(original.payloadBytes() - done, Math.min(target.runBytes(), target.sendableBytes()));
    bytes -= bytes > mss && done + bytes < original.payloadBytes() ? bytes % mss : 0;
    final boolean silly = bytes < Math.min(original.payloadBytes() - done, mss);
    if (bytes <= 0 || (silly && !target.tcp().sender().queue().isEmpty())) {
      return 0;
    }
    return copyTo(target, original, bytes, cause, nowNs);
  }

  /** Sends {@code bytes} of {@code original} that were not reinjected yet on {@code target}; returns them, or 0. */
  int copyTo(
      final MptcpSubflow target,
      final SentSegment original,
      final int bytes,
      final ReinjectionCause cause,
      final long nowNs) {
    final int done = original.reinjectedBytes();
    final long address = original.payloadAddress() + done;
    plantSwap(address, bytes);
    final SentSegment segment = target.tcp().sender().prepare(address, bytes, target.payloadMssBytes(), true);
    if (segment == null) {
      return 0;
    }
    segment.markCopy();
    final long end = original.payloadDsn() + done + bytes;
    final boolean fin = original.isDataFin()
        && end == original.dsn() + original.mappedBytes()
        && bytes <= target.payloadMssBytes();
    connection.mappingWriter().map(target, segment, original.payloadDsn() + done, fin);
    target.tcp().sender().transmitNew(segment, nowNs);
    count(cause, bytes, nowNs);
    return bytes;
  }

  private void count(final ReinjectionCause cause, final int bytes, final long nowNs) {
    bytesByCause[cause.ordinal()] += bytes;
    if (cause == ReinjectionCause.PATH_REFRESH) {
      return; // nothing was stuck
    }
    if (nowNs - lastReinjectionNs > QUIET_NS) {
      firstReinjectionNs = nowNs;
    }
    lastReinjectionNs = nowNs;
  }

  private static void plantSwap(final long address, final int bytes) {
    if (PlantedBug.SWAPPED_BYTES_AT_REINJECTION.isPlanted() && bytes > 1) {
      final short pair = Memory.getShort(address);
      Memory.putShort(address, Short.reverseBytes(pair));
    }
  }

  /** A subflow has ended: what it had not got through becomes this object's. */
  void adopt(final MptcpSubflow dead) {
    for (SentSegment segment = dead.tcp().sender().queue().takeUnacknowledged();
        segment != null;
        segment = dead.tcp().sender().queue().takeUnacknowledged()) {
      segment.reinjectedBytes(Math.min(segment.reinjectedBytes(), segment.payloadBytes()));
      if (connection.isMultipath() && segment.payloadBytes() > 0 && needsCopy(segment)) {
        orphans.append(segment);
      } else {
        connection.context().subflows().sentSegments().recycle(segment);
      }
    }
  }

  /** Looks for subflows without progress, now and at the next deadline. */
  void check(final long nowNs) {
    long next = Timer.NEVER;
    boolean found = false;
    for (int i = 0; i < connection.subflowCount(); i++) {
      final MptcpSubflow subflow = connection.subflow(i);
      if (!subflow.suspect() && hasDataOutstanding(subflow)) {
        final long deadline = deadlineNs(subflow);
        if (subflow.tcp().isSuspended() || deadline - nowNs <= 0) {
          subflow.suspicion().raise();
          frontOf = subflow;
          found = true;
        } else {
          next = Math.min(next, deadline);
        }
      }
    }
    if (found) {
      connection.scheduleOutput();
    }
    if (next != Timer.NEVER && connection.subflowCount() > 1) {
      // A deadline may come nearer meanwhile: one sample after an outage puts it seconds away, the next ones
      // back.
      final long lookNs = Math.min(next, nowNs + MIN_DEADLINE_NS);
      connection.context().subflows().timers().arm(timer, lookNs);
    }
  }

  private static boolean hasDataOutstanding(final MptcpSubflow subflow) {
    final SentSegment head = subflow.tcp().sender().queue().head();
    return head != null && head.isMapped();
  }

  /** After output: makes sure that a check comes. */
  void arm(final long nowNs) {
    if (connection.subflowCount() > 1 && !timer.isArmed()) {
      check(nowNs);
    }
  }

  /**
   * Octets from SND.UNA on that no subflow holds any more and no DATA_ACK covers were lost between a peer's subflow
   * and its connection, or at least cannot be used: the first {@code segments} of them are mapped anew; returns whether
   * any were.
   */
  boolean resendHead(final int segments, final ReinjectionCause cause, final long nowNs) {
    if (!connection.isMultipath()) {
      return false; // there every octet of the stream is sent once, and TCP sees to it
    }
    final long una = connection.sender().dataSndUna();
    long dsn = una;
    for (int i = 0; i < segments && isLost(dsn); i++) {
      final int sent = resend(dsn, cause, nowNs);
      if (sent == 0) {
        break;
      }
      dsn += sent;
    }
    if (dsn == una) {
      return false;
    }
    if (cause == ReinjectionCause.NO_DATA_ACK) {
      connection.counters().increment(Counter.DATA_RETRANSMISSIONS);
    }
    return true;
  }

  /** Whether the octet was sent and no subflow holds it any more; from SND.UNA on. */
  private boolean isLost(final long dsn) {
    return dsn - connection.sender().dataSndNxt() < 0 && !isHeld(dsn);
  }

  private int resend(final long dsn, final ReinjectionCause cause, final long nowNs) {
    final int chosen =
        connection.context().scheduler().selectReinjection(connection.views(), connection.subflowCount(), -1);
    if (chosen < 0) {
      return 0;
    }
    final MptcpSubflow target = connection.subflow(chosen);
    final int held = (int) Math.min(connection.sender().dataSndNxt() - dsn, buffer.contiguousBytes(dsn));
    final int bytes = Math.min(held, Math.min(target.payloadMssBytes(), target.sendableBytes()));
    final long address = buffer.address(dsn);
    final SentSegment segment =
        bytes <= 0 ? null : target.tcp().sender().prepare(address, bytes, target.payloadMssBytes(), true);
    if (segment == null) {
      return 0;
    }
    connection.mappingWriter().map(target, segment, dsn, false);
    target.tcp().sender().transmitNew(segment, nowNs);
    count(cause, bytes, nowNs);
    return bytes;
  }

  /** Whether some subflow may still get the octet through: one that works, or one whose copy is yet to be made. */
  private boolean isHeld(final long dsn) {
    for (int i = 0; i < connection.subflowCount(); i++) {
      final boolean stuck = connection.subflow(i).suspect();
      SentSegment segment = connection.subflow(i).tcp().sender().queue().head();
      for (; segment != null; segment = segment.next()) {
        final long offset = dsn - segment.payloadDsn();
        final boolean carries = segment.isMapped() && offset >= 0 && offset < segment.payloadBytes();
        if (carries && (!stuck || segment.reinjectedBytes() <= offset)) {
          return true;
        }
      }
    }
    return false;
  }

  private final class ProgressTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      check(nowNs);
    }
  }

  /** Gives back what was taken over. */
  void clear() {
    connection.context().subflows().timers().remove(timer);
    while (!orphans.isEmpty()) {
      connection.context().subflows().sentSegments().recycle(orphans.removeHead());
    }
  }

  long bytes(final ReinjectionCause cause) {
    return bytesByCause[cause.ordinal()];
  }

  long reinjectedBytes() {
    long sum = 0;
    for (final long bytes : bytesByCause) {
      sum += bytes;
    }
    return sum;
  }

  /** Clock time of the first copy after at least a second without any; 0 if never. */
  long firstReinjectionNs() {
    return firstReinjectionNs;
  }
}
