package org.braidwire.stack.engine;

import org.agrona.collections.Int2ObjectHashMap;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.ConnectionContext;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.net.SegmentHandler;
import org.braidwire.stack.subflow.SegmentArrival;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpTcpRst;
import org.braidwire.stack.wire.TcpFlags;

/**
 * Finds whose a segment is: four-tuple to subflow, else a SYN with MP_JOIN by its token, else a SYN to a listener,
 * else RST. A join is taken on any link for any own address (RFC 8684 3.2: the token alone decides). Engine
 * thread.
 */
final class SegmentDemux implements SegmentHandler {
  private final Attachments links;
  private final TupleTable tuples;
  private final TokenTable tokens;
  private final ConnectionContext context;
  private final DropCounters drops;
  private final int maxConnections;
  private final EngineConnections connections;
  private final Int2ObjectHashMap<Acceptor> listeners = new Int2ObjectHashMap<>();
  private final SegmentArrival arrival = new SegmentArrival();

  SegmentDemux(
      final Attachments links,
      final TupleTable tuples,
      final TokenTable tokens,
      final ConnectionContext context,
      final EngineConnections connections,
      final DropCounters drops,
      final int maxConnections) {
    this.links = links;
    this.tuples = tuples;
    this.tokens = tokens;
    this.context = context;
    this.connections = connections;
    this.drops = drops;
    this.maxConnections = maxConnections;
  }

  @Override
  public void onSegment(final InboundSegment segment, final long frameAddress, final long nowNs) {
    final Subflow subflow = tuples.find(segment);
    if (subflow != null) {
      arrival.onSegment(subflow, segment, nowNs);
    } else if (segment.has(TcpFlags.RST)) {
      drops.count(DropReason.TCP_NO_SUBFLOW);
    } else if (segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.ACK)) {
      onSyn(segment, nowNs);
    } else {
      refuse(segment, -1);
    }
  }

  private void onSyn(final InboundSegment segment, final long nowNs) {
    if (segment.mptcp().mpJoin().present() && segment.mptcp().mpJoin().isSyn()) {
      onJoin(segment, nowNs);
      return;
    }
    final Acceptor acceptor = listeners.get(segment.dstPort());
    if (acceptor == null) {
      refuse(segment, -1);
    } else if (connections.count() >= maxConnections || tuples.isFull()) {
      context.subflows().counters().increment(Counter.CONNECTIONS_REFUSED); // silence: the peer tries again
    } else {
      final Connection connection = acceptor.newConnection(context);
      connections.add(connection);
      connection.opener().accept(links.get(segment.portIndex()), tuple(segment), segment, nowNs);
    }
  }

  private void onJoin(final InboundSegment segment, final long nowNs) {
    final Connection connection = tokens.find(segment.mptcp().mpJoin().receiverToken());
    final boolean taken = connection != null
        && !tuples.isFull()
        && connection.opener().acceptJoin(links.get(segment.portIndex()), tuple(segment), segment, nowNs);
    if (!taken) {
      context.subflows().counters().increment(Counter.JOINS_REFUSED);
      refuse(segment, MpTcpRst.REASON_MPTCP_SPECIFIC);
    }
  }

  private static Subflow.Tuple tuple(final InboundSegment segment) {
    return new Subflow.Tuple(
        segment.dstHigh(),
        segment.dstLow(),
        segment.dstPort(),
        segment.srcHigh(),
        segment.srcLow(),
        segment.srcPort());
  }

  private void refuse(final InboundSegment segment, final int reason) {
    drops.count(DropReason.TCP_NO_SUBFLOW);
    context.subflows().writer().emitResetFor(segment, links.get(segment.portIndex()), reason);
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

  void listen(final int port, final Acceptor acceptor) {
    if (listeners.containsKey(port)) {
      throw new IllegalStateException("port " + port + " is listened on already");
    }
    listeners.put(port, acceptor);
  }

  void unlisten(final int port) {
    listeners.remove(port);
  }

  /** Whether {@code link} exists; for callers that hold an index. */
  LinkAttachment link(final int index) {
    return links.get(index);
  }
}
