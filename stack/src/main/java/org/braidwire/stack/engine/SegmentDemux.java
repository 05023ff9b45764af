package org.braidwire.stack.engine;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.net.SegmentHandler;
import org.braidwire.stack.subflow.FourTuple;
import org.braidwire.stack.subflow.SegmentArrival;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.TimeWait;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpTcpRst;
import org.braidwire.stack.wire.TcpFlags;

/**
 * Finds whose a segment is: four-tuple to subflow, else another engine's, else a SYN with MP_JOIN by its token, else a
 * SYN to a listener, else nobody's. A join is taken on any link for any own address (RFC 8684 3.2: the token alone decides). Engine
 * thread.
 */
final class SegmentDemux implements SegmentHandler {
  private final Attachments links;
  private final TupleTable tuples;
  private final TimeWaits timeWaits;
  private final TokenTable tokens;
  private final Counters counters;
  private final DropCounters drops;
  private final ListenArrival listenArrival;
  private final ClosedArrival closedArrival;
  private final EngineForwarder forwarder;
  private final SegmentArrival arrival = new SegmentArrival();

  SegmentDemux(
      final Attachments links,
      final TupleTable tuples,
      final TimeWaits timeWaits,
      final TokenTable tokens,
      final Counters counters,
      final DropCounters drops,
      final ListenArrival listenArrival,
      final ClosedArrival closedArrival,
      final EngineForwarder forwarder) {
    this.forwarder = forwarder;
    this.links = links;
    this.tuples = tuples;
    this.timeWaits = timeWaits;
    this.tokens = tokens;
    this.counters = counters;
    this.drops = drops;
    this.listenArrival = listenArrival;
    this.closedArrival = closedArrival;
  }

  @Override
  public boolean isOthers(final int link, final long frame, final long ip, final long tcp, final long offload) {
    return forwarder.isOthers(link, frame, ip, tcp, offload);
  }

  @Override
  public void onSegment(final InboundSegment segment, final long frameAddress, final long nowNs) {
    final FourTuple known = tuples.find(segment);
    if (known instanceof Subflow subflow) {
      arrival.onSegment(subflow, segment, nowNs);
      return;
    }
    if (known instanceof TimeWait waiting && timeWaits.onSegment(waiting, segment, nowNs)) {
      return;
    }
    if (forwarder.isOthersJoin(segment, frameAddress)) {
      return;
    }
    final LinkAttachment link = links.get(segment.portIndex());
    if (isJoin(segment)) {
      onJoin(segment, link, nowNs);
    } else if (!isOpening(segment)
        || !listenArrival.onSyn(segment, link, tuple(segment), !tuples.isFull(), nowNs)) {
      closedArrival.onSegment(segment, link, ClosedArrival.NO_REASON);
    }
  }

  private static boolean isOpening(final InboundSegment segment) {
    return segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.ACK) && !segment.has(TcpFlags.RST);
  }

  /** Whether a segment begins to join a connection. */
  static boolean isJoin(final InboundSegment segment) {
    return isOpening(segment)
        && segment.mptcp().mpJoin().present()
        && segment.mptcp().mpJoin().isSyn();
  }

  private void onJoin(final InboundSegment segment, final LinkAttachment link, final long nowNs) {
    final Connection connection = tokens.find(segment.mptcp().mpJoin().receiverToken());
    final boolean taken = connection != null
        && !tuples.isFull()
        && connection.opener().acceptJoin(link, tuple(segment), segment, nowNs);
    forwarder.onJoin(segment, taken);
    if (!taken) {
      counters.increment(Counter.JOINS_REFUSED);
      closedArrival.onSegment(segment, link, MpTcpRst.REASON_MPTCP_SPECIFIC);
    }
  }

  static Subflow.Tuple tuple(final InboundSegment segment) {
    return new Subflow.Tuple(
        segment.dstHigh(),
        segment.dstLow(),
        segment.dstPort(),
        segment.srcHigh(),
        segment.srcLow(),
        segment.srcPort());
  }

  /** RFC 5927: an ICMP error is a hint at most; the subflow's own timers decide. */
  @Override
  public void onUnreachable(
      final long remoteHigh,
      final long remoteLow,
      final long localHigh,
      final long localLow,
      final int localPort,
      final int remotePort,
      final int segSeq,
      final int code,
      final int mtu) {
    drops.count(DropReason.ICMP_UNREACHABLE_IGNORED);
  }
}
