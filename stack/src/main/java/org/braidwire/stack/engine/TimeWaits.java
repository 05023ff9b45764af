package org.braidwire.stack.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.subflow.SegmentWriter;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.TimeWait;
import org.braidwire.stack.wire.InboundSegment;

/**
 * The subflows in TIME-WAIT whose connections are over (RFC 9293 3.6.1). Bounded: beyond that the oldest ends early, for
 * a listener that closes first must go on answering. Engine thread; allocates when a connection ends.
 */
final class TimeWaits {
  private final TupleTable tuples;
  private final Timers timers;
  private final Counters counters;
  private final SegmentWriter writer;
  private final EngineForwarder forwarder;
  private final int limit;

  /** Oldest first. One that has begun anew keeps its place until it is looked at, so it may wait longer, never less. */
  private final Deque<TimeWait> oldestFirst = new ArrayDeque<>();

  private final Timer timer = new OldestTimer();

  TimeWaits(
      final TupleTable tuples,
      final Timers timers,
      final Counters counters,
      final SegmentWriter writer,
      final EngineForwarder forwarder,
      final int limit) {
    this.tuples = tuples;
    this.timers = timers;
    this.counters = counters;
    this.writer = writer;
    this.forwarder = forwarder;
    this.limit = limit;
  }

  /** Takes the name of {@code subflow} over. */
  void takeOver(final Subflow subflow, final long nowNs) {
    if (oldestFirst.size() == limit) {
      counters.increment(Counter.TIME_WAITS_ENDED_EARLY);
      forget(oldestFirst.removeFirst());
    }
    final TimeWait taken = new TimeWait(subflow, nowNs);
    tuples.remove(subflow);
    tuples.put(taken);
    oldestFirst.addLast(taken);
    arm();
  }

  /** Returns whether the segment is done with; false when a new connection may have the name. */
  boolean onSegment(final TimeWait known, final InboundSegment segment, final long nowNs) {
    final TimeWait.Verdict verdict = known.onSegment(segment, writer, counters, nowNs);
    if (verdict == TimeWait.Verdict.ENDED || verdict == TimeWait.Verdict.REOPENED) {
      oldestFirst.remove(known);
      forget(known);
    }
    if (verdict != TimeWait.Verdict.REOPENED) {
      return true;
    }
    counters.increment(Counter.TIME_WAITS_REOPENED);
    return false;
  }

  private void forget(final TimeWait gone) {
    tuples.remove(gone);
    forwarder.onUnregistered(gone);
  }

  private void arm() {
    if (!timer.isArmed() && !oldestFirst.isEmpty()) {
      timers.arm(timer, oldestFirst.getFirst().deadlineNs());
    }
  }

  private void endDue(final long nowNs) {
    for (int looks = oldestFirst.size(); looks > 0; looks--) {
      final TimeWait oldest = oldestFirst.getFirst();
      if (oldest.deadlineNs() > nowNs) {
        final boolean begunAnew =
            oldest.deadlineNs() > oldestFirst.getLast().deadlineNs();
        if (!begunAnew) {
          break;
        }
        oldestFirst.addLast(oldestFirst.removeFirst());
      } else {
        forget(oldestFirst.removeFirst());
      }
    }
    arm();
  }

  int count() {
    return oldestFirst.size();
  }

  private final class OldestTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      endDue(nowNs);
    }
  }
}
