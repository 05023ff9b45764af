package org.braidwire.stack.subflow;

import org.braidwire.stack.base.SeqNum;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.TcpFlags;

/** The peer's window for one subflow (RFC 9293: SND.WND, SND.WL1, SND.WL2), scaled. Engine thread. */
final class SendWindow {
  private long sndWnd;
  private long maxSndWnd;
  private int sndWl1;
  private int sndWl2;
  private int shift;

  /** From the peer's SYN or SYN/ACK, whose own window is never scaled (RFC 7323 2.2). */
  void onPeerSyn(final InboundSegment syn) {
    shift = syn.options().hasWindowScale() ? syn.options().windowScale() : 0;
    sndWnd = syn.segWnd();
    maxSndWnd = sndWnd;
    sndWl1 = syn.segSeq();
    sndWl2 = syn.segAck();
  }

  /** RFC 9293 3.10.7.4: the window comes from the newest segment only. */
  boolean update(final InboundSegment segment, final int sndUna) {
    final int segSeq = segment.segSeq();
    final int segAck = segment.segAck();
    // A retransmission may bring a new acknowledgement: the old window from the new SND.UNA on was never offered.
    final boolean acknowledges = SeqNum.lt(sndUna, segAck);
    if (acknowledges || SeqNum.lt(sndWl1, segSeq) || (sndWl1 == segSeq && SeqNum.le(sndWl2, segAck))) {
      final long window = scaled(segment);
      final boolean changed = window != sndWnd;
      sndWnd = window;
      maxSndWnd = Math.max(maxSndWnd, window);
      sndWl1 = segSeq;
      sndWl2 = segAck;
      return changed;
    }
    return false;
  }

  /** The window as the segment states it, scaled; never so in a SYN (RFC 7323 2.2). */
  long scaled(final InboundSegment segment) {
    return segment.has(TcpFlags.SYN) ? segment.segWnd() : (long) segment.segWnd() << shift;
  }

  long sndWnd() {
    return sndWnd;
  }

  /** The largest ever stated (RFC 5961 5.2: MAX.SND.WND). */
  long maxSndWnd() {
    return maxSndWnd;
  }
}
