package org.braidwire.simulation.check;

import java.util.Map;
import java.util.TreeMap;
import org.braidwire.simulation.network.SimulatedPort;
import org.braidwire.simulation.parse.TcpPacket.Flow;

/** What the wire has shown of one direction of one subflow. Sequence numbers are relative to the SYN's. */
final class WireFlow {
  final Flow flow;
  final WireConnection connection;

  /** 0 from the connection's client, 1 from its server. */
  final int direction;

  final boolean joined;
  final int isn;
  final int windowScale;
  final TreeMap<Long, Mapping> mappings = new TreeMap<>();

  /** Octets, SYN and FIN included, that reached the other host. */
  final RangeSet arrived = new RangeSet();

  /** Of this flow, by relative number: what lay inside the offered window when it arrived. */
  final RangeSet welcome = new RangeSet();

  /** How its sender fared of late. */
  final Tries tries = new Tries();

  SimulatedPort lastPort;
  long lastPayloadNs;
  long sentEnd = 1;
  long acknowledged;

  /** Payload octets of this flow that reached the other host, those that came twice counted twice. */
  long deliveredBytes;

  long owedTo = 1;

  /** Right edge that this flow's sender offered and what of it came through, in the other direction's numbers. */
  long offeredEdge = Long.MIN_VALUE;

  long deliveredEdge = Long.MIN_VALUE;

  /** Set when payload travelled without a mapping that covers it. */
  boolean plain;

  /** Offset from relative sequence number to position after an infinite mapping, or MIN_VALUE. */
  long infiniteShift = Long.MIN_VALUE;

  boolean reset;

  /** Relative number of a FIN that arrived, or MAX_VALUE. */
  long finAt = Long.MAX_VALUE;

  WireFlow(
      final Flow flow,
      final WireConnection connection,
      final int direction,
      final boolean joined,
      final int isn,
      final int windowScale) {
    this.flow = flow;
    this.connection = connection;
    this.direction = direction;
    this.joined = joined;
    this.isn = isn;
    this.windowScale = windowScale;
    arrived.add(0, 0);
  }

  /** The stream that this flow carries. */
  WireStream stream() {
    return connection.streams[direction];
  }

  /** The stream that this flow acknowledges. */
  WireStream acknowledgedStream() {
    return connection.streams[1 - direction];
  }

  /** Relative number of {@code seq}; the SYN is 0. Streams here are shorter than 2^31. */
  long relative(final int seq) {
    return Integer.toUnsignedLong(seq - isn);
  }

  /** The same for an acknowledgement or a retransmission that may lie a little before the SYN. */
  long signedRelative(final int seq) {
    final int distance = seq - isn; // modular
    return distance;
  }

  /** The mapping that covers relative number {@code ssn}, or null. */
  Mapping covering(final long ssn) {
    final Map.Entry<Long, Mapping> entry = mappings.floorEntry(ssn);
    return entry == null || entry.getValue().end() <= ssn ? null : entry.getValue();
  }

  /** Stream position of relative number {@code ssn}, or -1 when no mapping covers it. */
  long position(final long ssn) {
    if (infiniteShift != Long.MIN_VALUE && covering(ssn) == null) {
      return ssn + infiniteShift;
    }
    if (plain && covering(ssn) == null) {
      return ssn - 1;
    }
    final Mapping mapping = covering(ssn);
    return mapping == null ? -1 : mapping.position() + ssn - mapping.ssn();
  }

  /**
   * Notes that the other host acknowledged this flow up to {@code ack}, a whole mapping at a time, for with DSS
   * checksums nothing of a mapping counts before all of it; returns whether there is more to note.
   */
  boolean owed(final long from, final long ack) {
    final Mapping mapping = covering(from);
    if (mapping == null) {
      owedTo = ack;
      return false;
    }
    if (ack < mapping.end()) {
      return false;
    }
    if (welcome.contiguousFrom(from) >= mapping.end()) {
      final long position = mapping.position() + from - mapping.ssn();
      stream().owed.add(position, mapping.position() + mapping.bytes());
    }
    owedTo = mapping.end();
    return true;
  }

  boolean plainFinArrived() {
    return finAt != Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return flow.toString();
  }
}
