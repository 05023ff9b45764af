package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;

/**
 * Gives entries to the device: once when they are filed, and again when {@link LossRecovery} holds them for lost,
 * oldest first, as far as window and device take it; a run is cut down to what they take. Engine thread.
 */
final class Retransmitter {
  private final Subflow subflow;
  private final RetransmissionQueue queue;
  private final LossRecovery recovery;

  Retransmitter(final Subflow subflow, final RetransmissionQueue queue, final LossRecovery recovery) {
    this.subflow = subflow;
    this.queue = queue;
    this.recovery = recovery;
  }

  void output(final SubflowSender sender, final long nowNs) {
    for (SentSegment segment = queue.head(); segment != null && queue.hasWaitingLost(); segment = segment.next) {
      if (segment.lost && !segment.inPipe && !segment.sacked) {
        if (!fit(segment)) {
          return;
        }
        queue.markSentAgain(segment);
        sender.transmit(segment, nowNs);
      }
    }
  }

  /**
   * Sends an entry. One that the device refuses waits for room as a lost one does, and not for a time-out; but SYNs
   * are sent again by the timer alone.
   *
   * @return whether the device took it
   */
  boolean emit(final SentSegment segment, final long nowNs) {
    if (!subflow.context().writer().emitSegment(subflow, segment, nowNs)) {
      if (subflow.state().isSynchronized()) {
        queue.markLost(segment);
      }
      return false;
    }
    segment.lastSentNs = nowNs;
    recovery.onSent(segment.seqLength());
    if (++segment.transmissions > 1) {
      subflow.context().counters().increment(Counter.SEGMENTS_RETRANSMITTED);
    }
    return true;
  }

  /** Whether the entry may leave now, perhaps after its back was cut off. */
  private boolean fit(final SentSegment segment) {
    final int deviceSegments = subflow.context().ipOutput().burstSegments(subflow.link());
    final boolean idle = queue.pipeBytes() == 0; // one segment is always allowed
    final long windowBytes = recovery.windowBytes() - queue.pipeBytes();
    if (deviceSegments == 0) {
      return false;
    }
    if (!segment.isRun()) {
      return segment.seqLength() <= windowBytes || idle;
    }
    final long takenBytes = Math.min(
        Math.max(windowBytes, idle ? segment.segmentBytes : 0), (long) deviceSegments * segment.segmentBytes);
    if (segment.payloadBytes <= takenBytes) {
      return true;
    }
    final int frontBytes = segment.gridFloor((int) takenBytes);
    return frontBytes > 0 && queue.split(segment, frontBytes) != null;
  }
}
