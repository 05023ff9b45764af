package org.braidwire.simulation.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.simulation.parse.TcpOptions.Dss;
import org.junit.jupiter.api.Test;

class PacketParserTest {
  @Test
  void readsAMappingWithItsDataAck() {
    final TcpPacket packet = PacketParser.parse(Segments.fromClient(TcpPacket.ACK)
            .seq(101)
            .ack(7)
            .mapping(0x1122334455667788L, 0x99aabbccddeeff00L, 1, 3, false)
            .payload(new byte[3])
            .bytes())
        .orElseThrow();
    final Dss dss = packet.options().dss().orElseThrow();

    assertThat(packet.flow()).hasToString("192.0.2.2:1000>192.0.2.3:5001");
    assertThat(packet.payloadBytes()).isEqualTo(3);
    assertThat(dss.dataAck()).isEqualTo(0x1122334455667788L);
    assertThat(dss.dsn()).isEqualTo(0x99aabbccddeeff00L);
    assertThat(dss.length()).isEqualTo(3);
    assertThat(dss.checksum()).isEqualTo(-1);
  }

  @Test
  void everyOctetOfTheSegmentIsCoveredByAChecksum() {
    final byte[] frame = Segments.fromClient(TcpPacket.ACK)
        .dataAck(5)
        .payload(new byte[9])
        .bytes();
    for (int at = 14; at < frame.length; at++) {
      final byte[] damaged = frame.clone();
      damaged[at] ^= 0x10;
      assertThatThrownBy(() -> PacketParser.parse(damaged)).isInstanceOf(ParseException.class);
    }
  }

  @Test
  void refusesWhatMustNotBeSent() {
    refuses(Segments.fromClient(TcpPacket.ACK).option(2, 4, 5, 5), "MSS outside a SYN");
    refuses(Segments.fromClient(TcpPacket.SYN).dataAck(1), "DSS on a SYN");
    refuses(Segments.fromClient(TcpPacket.SYN).capable(1L, 2L), "MP_CAPABLE length");
    refuses(Segments.fromClient(TcpPacket.SYN | TcpPacket.FIN), "SYN, FIN and RST together");
    refuses(Segments.fromClient(0), "without ACK");
    refuses(Segments.fromClient(TcpPacket.ACK).option(30, 9, 0x20, 0x01, 0, 0, 0, 0, 0), "does not follow");
    refuses(Segments.fromClient(TcpPacket.ACK).option(99, 4, 0, 0), "unknown option");
    refuses(Segments.fromClient(TcpPacket.ACK).option(8, 40, 0, 0), "does not fit");
    refuses(Segments.fromClient(TcpPacket.ACK).payload(new byte[1461]), "exceeds the MTU");
    refuses(Segments.fromClient(TcpPacket.ACK).mapping(0, 0, 0, 5, false), "lone DATA_FIN");
  }

  private static void refuses(final Segments segment, final String rule) {
    assertThatThrownBy(() -> PacketParser.parse(segment.bytes()))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining(rule);
  }
}
