package org.braidwire.simulation.check;

import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.braidwire.simulation.parse.TcpPacket;

/** Notes what a segment that reached a host entitles that host to do: acknowledge it, and fill its window. */
final class ArrivalRules {
  private ArrivalRules() {}

  static void note(final WireFlow flow, final WireFlow back, final TcpPacket packet) {
    final long from = flow.relative(packet.seq());
    final int control = (packet.has(TcpPacket.SYN) ? 1 : 0) + (packet.has(TcpPacket.FIN) ? 1 : 0);
    flow.arrived.add(from, from + packet.payloadBytes() + control);
    flow.deliveredBytes += packet.payloadBytes();
    if (packet.has(TcpPacket.FIN)) {
      flow.finAt = from + packet.payloadBytes();
    }
    if (packet.has(TcpPacket.RST)) {
      flow.reset = true;
    }
    data(flow, packet, packet.has(TcpPacket.SYN) ? from + 1 : from);
    if (packet.has(TcpPacket.ACK) && back != null) {
      back.acknowledged = Math.max(back.acknowledged, back.signedRelative(packet.ack()));
      window(flow, back, packet);
    }
  }

  private static void data(final WireFlow flow, final TcpPacket packet, final long from) {
    final WireStream stream = flow.stream();
    for (int done = 0; done < packet.payloadBytes(); ) {
      final long position = flow.position(from + done);
      final Mapping mapping = flow.covering(from + done);
      final int left = packet.payloadBytes() - done;
      final int bytes = mapping == null ? left : (int) Math.min(left, mapping.end() - from - done);
      if (position >= 0) {
        stream.arrived.add(position, position + bytes);
        if (position + bytes <= stream.offeredEdge) {
          flow.welcome.add(from + done, from + done + bytes);
        }
      }
      done += bytes;
    }
    if (packet.options().dss().filter(Dss::dataFin).isPresent()) {
      stream.finArrived = true;
    }
  }

  // RFC 8684 3.3.2: at data level only a segment with a DATA_ACK moves the window, once there was one
  private static void window(final WireFlow flow, final WireFlow back, final TcpPacket packet) {
    final long windowBytes = SentRules.windowBytes(flow, back, packet);
    final WireStream stream = flow.acknowledgedStream();
    final Dss dss = packet.options().dss().filter(Dss::hasAck).orElse(null);
    if (dss != null && stream.knowsIdsn()) {
      stream.deliveredEdge =
          Math.max(stream.deliveredEdge, stream.position(dss.dataAck(), dss.dataAckBytes()) + windowBytes);
    }
    flow.deliveredEdge = Math.max(flow.deliveredEdge, back.signedRelative(packet.ack()) - 1 + windowBytes);
  }
}
