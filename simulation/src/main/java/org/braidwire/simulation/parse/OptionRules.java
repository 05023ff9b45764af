package org.braidwire.simulation.parse;

import static org.braidwire.simulation.parse.PacketParser.require;

import org.braidwire.simulation.parse.TcpOptions.Dss;

/** Which options may stand on which segment, and what a mapping must satisfy by itself. */
final class OptionRules {
  private OptionRules() {}

  static void check(final TcpPacket packet) {
    final TcpOptions options = packet.options();
    final boolean syn = packet.has(TcpPacket.SYN);
    require(syn || options.mss() == 0, "MSS outside a SYN");
    require(syn || options.windowScale() < 0, "window scale outside a SYN");
    require(syn || !options.sackPermitted(), "SACK permitted outside a SYN");
    require(!syn || options.sackBlocks() == 0, "SACK on a SYN");
    require(!syn || options.dss().isEmpty(), "DSS on a SYN");
    require(options.mpCapable().isEmpty() || options.mpJoin().isEmpty(), "MP_CAPABLE and MP_JOIN together");
    require(
        options.mpCapable().isEmpty()
            || options.dss().isEmpty()
            || !options.dss().get().hasMapping(),
        "MP_CAPABLE and a mapping together");
    options.mpCapable()
        .ifPresent(capable -> require(
            capable.length() == capableLength(packet) || !syn && capable.length() >= 20,
            "MP_CAPABLE length"));
    options.mpJoin()
        .ifPresent(join -> require(join.length() == joinLength(packet), "MP_JOIN length on this segment"));
    options.dss().filter(Dss::hasMapping).ifPresent(dss -> mapping(packet, dss));
  }

  private static int capableLength(final TcpPacket packet) {
    return !packet.has(TcpPacket.SYN) ? 20 : packet.has(TcpPacket.ACK) ? 12 : 4;
  }

  private static int joinLength(final TcpPacket packet) {
    return !packet.has(TcpPacket.SYN) ? 24 : packet.has(TcpPacket.ACK) ? 16 : 12;
  }

  // RFC 8684 3.3.1 and 3.3.3
  private static void mapping(final TcpPacket packet, final Dss dss) {
    if (dss.ssn() == 0 && !dss.isInfinite()) {
      require(
          dss.dataFin() && dss.length() == 1,
          "a mapping without subflow bytes is a lone DATA_FIN of length 1");
    }
    require(dss.isInfinite() || dss.payloadLength() > 0 || dss.dataFin(), "an empty mapping");
    require(
        dss.payloadLength() == 0 || dss.isInfinite() || packet.payloadBytes() > 0 || dss.dataFin(),
        "a mapping of data on a segment without any");
  }
}
