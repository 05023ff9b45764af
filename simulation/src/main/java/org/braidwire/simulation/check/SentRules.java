package org.braidwire.simulation.check;

import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.network.SimulationFailure;
import org.braidwire.simulation.network.WireFrame;
import org.braidwire.simulation.parse.InternetSum;
import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpOptions.MpCapable;
import org.braidwire.simulation.parse.TcpPacket;

/** What a segment that leaves must satisfy, given what its sender has sent and received before. */
final class SentRules {
  /** A host has noticed by then that its carrier is gone. */
  private static final long NOTICE_WITHIN_NS = 50_000_000L;

  /** RFC 6928, for Ethernet's segments and smaller ones. */
  private static final long INITIAL_WINDOW_BYTES = 10 * 1460;

  private final WireChecker checker;

  SentRules(final WireChecker checker) {
    this.checker = checker;
  }

  void check(
      final SimulatedPort port,
      final WireFlow flow,
      final WireFlow back,
      final WireFrame frame,
      final TcpPacket packet,
      final long nowNs) {
    flow.lastPort = port;
    if (packet.has(TcpPacket.RST)) {
      flow.reset = true;
      return;
    }
    unauthenticated(port, flow, packet);
    if (packet.has(TcpPacket.ACK) && back != null) {
      acknowledgement(flow, back, packet);
      dataAcknowledgement(flow, packet);
      rightEdge(flow, back, packet);
    }
    final long from = flow.relative(packet.seq());
    final Mapping bound = noteMapping(port, flow, frame, packet, from, nowNs);
    if (packet.payloadBytes() > 0) {
      payload(flow, back, frame, packet, from);
    }
    if (bound != null) {
      lateBinding(flow, back, bound, packet);
    }
    final long end = from + packet.payloadBytes() + (packet.has(TcpPacket.FIN) ? 1 : 0);
    if (end > flow.acknowledged && (packet.payloadBytes() > 0 || packet.has(TcpPacket.FIN))) {
      flow.lastPayloadNs = nowNs;
    }
    flow.sentEnd = Math.max(flow.sentEnd, end);
  }

  // S10, RFC 8684 3.2: nothing but RST answers a third ACK with a wrong HMAC
  private void unauthenticated(final SimulatedPort port, final WireFlow flow, final TcpPacket packet) {
    if (checker.isForged(flow.flow.reverse()) && packet.payloadBytes() > 0) {
      throw fail("S10", port, "sent data on a subflow whose HMAC was wrong", packet);
    }
  }

  // RFC 9293 3.10.7.4: RCV.NXT moves over what has arrived
  private static void acknowledgement(final WireFlow flow, final WireFlow back, final TcpPacket packet) {
    final long ack = back.signedRelative(packet.ack());
    if (ack > back.arrived.contiguousFrom(0)) {
      throw fail(
          "S2",
          flow,
          "acknowledges " + ack + " but only " + back.arrived.contiguousFrom(0) + " arrived",
          packet);
    }
    while (back.owedTo < ack && back.owed(back.owedTo, ack)) {
      // each turn moves over one mapping
    }
  }

  // S2, RFC 8684 3.3.2: a DATA_ACK only for what this host holds
  private static void dataAcknowledgement(final WireFlow flow, final TcpPacket packet) {
    final WireStream stream = flow.acknowledgedStream();
    final Dss dss = packet.options().dss().filter(Dss::hasAck).orElse(null);
    if (dss == null || !stream.knowsIdsn()) {
      return;
    }
    final long position = stream.position(dss.dataAck(), dss.dataAckBytes());
    final long whole = stream.arrived.contiguousFrom(0);
    final long limit = stream.finArrived && whole == stream.bytes.totalBytes() ? whole + 1 : whole;
    if (position > limit || position < 0) {
      throw fail("S2", flow, "DATA_ACK of position " + position + " but only " + limit + " arrived", packet);
    }
    if (position < stream.owed.contiguousFrom(0)) {
      throw fail(
          "S2",
          flow,
          "DATA_ACK of position " + position + " though all before " + stream.owed.contiguousFrom(0)
              + " was acknowledged at subflow level",
          packet);
    }
  }

  // S3, RFC 9293 3.8.6: the right edge does not move left
  private static void rightEdge(final WireFlow flow, final WireFlow back, final TcpPacket packet) {
    final long windowBytes = windowBytes(flow, back, packet);
    final WireStream stream = flow.acknowledgedStream();
    final Dss dss = packet.options().dss().filter(Dss::hasAck).orElse(null);
    if (dss != null && stream.knowsIdsn()) {
      final long edge = stream.position(dss.dataAck(), dss.dataAckBytes()) + windowBytes;
      if (edge < stream.offeredEdge && !packet.has(TcpPacket.FIN) && !stream.finArrived) {
        throw fail("S3", flow, "right edge moves from " + stream.offeredEdge + " back to " + edge, packet);
      }
      stream.offeredEdge = Math.max(stream.offeredEdge, edge);
    } else if (stream.offeredEdge == Long.MIN_VALUE && !flow.joined) {
      final long edge = back.signedRelative(packet.ack()) - 1 + windowBytes;
      if (edge < flow.offeredEdge && flow.connection.plain && !back.plainFinArrived()) {
        throw fail("S3", flow, "right edge moves from " + flow.offeredEdge + " back to " + edge, packet);
      }
      flow.offeredEdge = Math.max(flow.offeredEdge, edge);
    }
  }

  static long windowBytes(final WireFlow flow, final WireFlow back, final TcpPacket packet) {
    final boolean scaled = !packet.has(TcpPacket.SYN) && flow.windowScale >= 0 && back.windowScale >= 0;
    return scaled ? (long) packet.window() << flow.windowScale : packet.window();
  }

  /** Returns the mapping that this segment is the first to show, or null. */
  private Mapping noteMapping(
      final SimulatedPort port,
      final WireFlow flow,
      final WireFrame frame,
      final TcpPacket packet,
      final long from,
      final long nowNs) {
    final WireStream stream = flow.stream();
    if (!stream.knowsIdsn()) {
      return null;
    }
    final int capableBytes =
        packet.options().mpCapable().map(MpCapable::dataLength).orElse(0);
    if (capableBytes > 0) {
      return add(port, flow, packet, new Mapping(1, 0, capableBytes), nowNs);
    }
    final Dss dss = packet.options().dss().filter(Dss::hasMapping).orElse(null);
    if (dss == null) {
      return null;
    }
    final long position = stream.position(dss.dsn(), dss.dsnBytes());
    if (dss.isInfinite()) {
      flow.infiniteShift = position - dss.ssn();
      flow.connection.plain = true;
      return null;
    }
    if (dss.dataFin() && position + dss.payloadLength() != stream.bytes.totalBytes()) {
      throw fail("S1", flow, "DATA_FIN at " + (position + dss.payloadLength()) + ", not at the end", packet);
    }
    checksum(flow, frame, packet, dss, from);
    return dss.payloadLength() == 0
        ? null
        : add(port, flow, packet, new Mapping(dss.ssn() & 0xffff_ffffL, position, dss.payloadLength()), nowNs);
  }

  // RFC 8684 3.3: a mapping never changes; a piece sent again repeats it verbatim
  private Mapping add(
      final SimulatedPort port,
      final WireFlow flow,
      final TcpPacket packet,
      final Mapping mapping,
      final long nowNs) {
    final Mapping same = flow.mappings.get(mapping.ssn());
    if (mapping.equals(same)) {
      return null;
    }
    final var before = flow.mappings.lowerEntry(mapping.end());
    if (before != null && before.getValue().end() > mapping.ssn()) {
      throw fail("S5", flow, "mapping changes: " + before.getValue() + " becomes " + mapping, packet);
    }
    flow.mappings.put(mapping.ssn(), mapping);
    if (checker.downForNs(port.link(), nowNs) > NOTICE_WITHIN_NS) {
      throw fail("S6", flow, "binds " + mapping + " to a link that has been without carrier", packet);
    }
    return mapping;
  }

  // S6: a byte gets a subflow only when it may leave there at once. The congestion window is the sender's own, but
  // whatever the algorithm, RFC 5681 lets it grow from the initial window by no more than what arrived.
  private static void lateBinding(
      final WireFlow flow, final WireFlow back, final Mapping mapping, final TcpPacket packet) {
    if (back != null && back.deliveredEdge != Long.MIN_VALUE && mapping.bytes() > 1) {
      final long edge = back.deliveredEdge + 1; // of positions; the first octet's number is 1
      if (mapping.end() > edge) {
        throw fail(
            "S6", flow, "binds " + mapping + " beyond the subflow's window, which ends at " + edge, packet);
      }
    }
    final long outstanding = mapping.end() - Math.max(1, flow.acknowledged);
    final long limit = INITIAL_WINDOW_BYTES + 2 * flow.deliveredBytes;
    if (outstanding > limit) {
      throw fail(
          "S6",
          flow,
          "binds " + mapping + " with " + outstanding + " octets outstanding; no congestion window exceeds "
              + limit,
          packet);
    }
  }

  // RFC 8684 3.3.1: checkable here when the segment holds the whole mapping
  private static void checksum(
      final WireFlow flow, final WireFrame frame, final TcpPacket packet, final Dss dss, final long from) {
    final boolean whole = dss.payloadLength() == packet.payloadBytes()
        && (packet.payloadBytes() == 0 || (dss.ssn() & 0xffff_ffffL) == from);
    if (dss.checksum() < 0 || !whole || dss.dsnBytes() != Long.BYTES) {
      return;
    }
    long sum = InternetSum.add(0, frame.bytes(), packet.payloadAt(), packet.payloadBytes());
    for (int shift = 48; shift >= 0; shift -= 16) {
      sum += dss.dsn() >>> shift & 0xffff;
    }
    sum += (dss.ssn() >>> 16) + (dss.ssn() & 0xffff) + dss.length() + dss.checksum();
    if (!InternetSum.isRight(sum)) {
      throw fail("S5", flow, "DSS checksum is wrong", packet);
    }
  }

  private static void payload(
      final WireFlow flow, final WireFlow back, final WireFrame frame, final TcpPacket packet, final long from) {
    int done = 0;
    while (done < packet.payloadBytes()) {
      final long ssn = from + done;
      if (flow.position(ssn) < 0) {
        unmapped(flow, packet);
      }
      final Mapping mapping = flow.covering(ssn);
      final int left = packet.payloadBytes() - done;
      final int bytes = mapping == null ? left : (int) Math.min(left, mapping.end() - ssn);
      piece(flow, back, frame, packet, flow.position(ssn), done, bytes);
      done += bytes;
    }
  }

  private static void unmapped(final WireFlow flow, final TcpPacket packet) {
    if (flow.joined) {
      throw fail("S5", flow, "data without a mapping on a joined subflow", packet);
    }
    flow.plain = true;
    flow.connection.plain = true;
  }

  private static void piece(
      final WireFlow flow,
      final WireFlow back,
      final WireFrame frame,
      final TcpPacket packet,
      final long position,
      final int at,
      final int bytes) {
    final WireStream stream = flow.stream();
    if (position + bytes > stream.bytes.totalBytes()) {
      throw fail("S1", flow, "sends beyond the end of its stream at " + position, packet);
    }
    final long wrong = stream.bytes.mismatch(frame.bytes(), packet.payloadAt() + at, position, bytes);
    if (wrong >= 0) {
      throw fail("S1", flow, "the byte at position " + wrong + " leaves with a wrong value", packet);
    }
    final long edge = stream.deliveredEdge != Long.MIN_VALUE || flow.joined || back == null
        ? stream.deliveredEdge
        : back.deliveredEdge;
    // RFC 9293 3.8.6.1: one octet may probe a closed window
    final boolean probe = bytes == 1 && position <= edge;
    if (edge != Long.MIN_VALUE && position + bytes > edge && !probe) {
      throw fail("S2", flow, "position " + (position + bytes) + " is beyond the window's edge " + edge, packet);
    }
  }

  private static SimulationFailure fail(
      final String rule, final SimulatedPort port, final String what, final TcpPacket packet) {
    return new SimulationFailure(rule, port.host().name() + " " + what + "; " + packet.describe());
  }

  private static SimulationFailure fail(
      final String rule, final WireFlow flow, final String what, final TcpPacket packet) {
    return fail(rule, flow.lastPort, what, packet);
  }
}
