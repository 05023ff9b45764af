package org.braidwire.stack.engine;

import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.SegmentWriter;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpFlags;

/**
 * A segment arrives for one of our addresses and belongs to nobody (RFC 9293 3.10.7.1): RST, unless it is one.
 * Engine thread.
 */
final class ClosedArrival {
  /** No MP_TCPRST option in the answer. */
  static final int NO_REASON = -1;

  private final SegmentWriter writer;
  private final DropCounters drops;

  ClosedArrival(final SegmentWriter writer, final DropCounters drops) {
    this.writer = writer;
    this.drops = drops;
  }

  /** Answers on the link the segment came by, with an MP_TCPRST reason or {@link #NO_REASON}. */
  void onSegment(final InboundSegment segment, final LinkAttachment link, final int resetReason) {
    drops.count(DropReason.TCP_NO_SUBFLOW);
    if (!segment.has(TcpFlags.RST)) {
      writer.emitResetFor(segment, link, resetReason);
    }
  }
}
