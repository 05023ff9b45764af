package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.ALL;
import static org.braidwire.stack.net.NetFixture.MAC_2;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.OWN_2;
import static org.braidwire.stack.net.NetFixture.PEER;
import static org.braidwire.stack.net.NetFixture.PEER_MAC;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.braidwire.io.port.Offload;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpInputTest {
  private static final long PARTIAL = Offload.of(Offload.NEEDS_CHECKSUM, 0, 34, 16, 0);

  private final NetFixture host = new NetFixture();

  @AfterEach
  void nothingLeaks() {
    host.close();
  }

  @Test
  void aGoodSegmentGoesUpWithItsAddressesAndArrival() {
    host.arrive(host.port1, host.segment(OWN_1, 5));
    assertThat(host.heard).containsExactly("link 0 192.0.2.1 > 192.0.2.2 5 octets from 20000000091");
    assertThat(host.drops.total()).isZero();
  }

  @Test
  void theAddressOfOneLinkIsOursOnTheOther() {
    final byte[] frame = Crafted.ethernet(
        MAC_2, PEER_MAC, 0x0800, Crafted.ipv4(PEER, OWN_1, 6, Crafted.tcp(PEER, OWN_1, new byte[3])));
    host.arrive(host.port2, frame);
    assertThat(host.heard).containsExactly("link 1 192.0.2.1 > 192.0.2.2 3 octets from 20000000091");
  }

  @Test
  void paddingIsNotPayload() {
    host.arrive(host.port1, Arrays.copyOf(host.segment(OWN_1, 1), 60));
    assertThat(host.heard).singleElement().asString().contains(" 1 octets");
  }

  @Test
  void ipOptionsAreSkipped() {
    final byte[] options = {1, 1, 1, 0};
    host.arrive(host.port1, host.ip(Crafted.ipv4(PEER, OWN_1, 6, options, Crafted.tcp(PEER, OWN_1, new byte[9]))));
    assertThat(host.heard).singleElement().asString().contains(" 9 octets");
  }

  @Test
  void aHandlerKeepsAFrameByRetainingIt() {
    host.retain = true;
    host.arrive(host.port1, host.segment(OWN_1, 5));
    assertThat(host.memory.frames().references(host.lastPayload)).isEqualTo(1);
    host.memory.frames().release(host.lastPayload);
  }

  @Test
  void everyLinkIsPolledEachCycle() {
    for (int i = 0; i < 40; i++) {
      host.port1.arrive(host.segment(OWN_1, 1), Offload.NONE);
    }
    host.port2.arrive(
        Crafted.ethernet(
            MAC_2, PEER_MAC, 0x0800, Crafted.ipv4(PEER, OWN_2, 6, Crafted.tcp(PEER, OWN_2, new byte[0]))),
        Offload.NONE);
    assertThat(host.input.poll(host.nowNs)).isEqualTo(33);
    assertThat(host.input.poll(host.nowNs)).isEqualTo(8);
    assertThat(host.heard).hasSize(41);
  }

  @Test
  void aTruncatedFrameIsCounted() {
    host.arrive(host.port1, host.segment(OWN_1, 100), Offload.of(Offload.TRUNCATED, 0, 0, 0, 0));
    host.assertDropped(DropReason.FRAME_TRUNCATED, 1);
  }

  @Test
  void aRuntIsCounted() {
    host.arrive(host.port1, new byte[13]);
    host.assertDropped(DropReason.ETHERNET_TOO_SHORT, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "020000000099, 020000000091, 0800, ETHERNET_NOT_OURS",
    "01005e000001, 020000000091, 0800, ETHERNET_NOT_OURS",
    "020000000001, 010000000091, 0800, ETHERNET_BAD_SOURCE",
    "020000000001, 000000000000, 0800, ETHERNET_BAD_SOURCE",
    "020000000001, 020000000091, 8100, ETHERNET_UNKNOWN_TYPE",
    "020000000001, 020000000091, 0026, ETHERNET_UNKNOWN_TYPE",
    "020000000001, 020000000091, 86dd, ETHERNET_IPV6",
    "020000000001, 020000000091, 0800, IP_TOO_SHORT",
    "ffffffffffff, 020000000091, 0806, ARP_TOO_SHORT",
  })
  void ethernetFaultsAreCounted(final String to, final String from, final String type, final DropReason reason) {
    host.arrive(
        host.port1,
        Crafted.ethernet(
            Long.parseLong(to, 16), Long.parseLong(from, 16), Integer.parseInt(type, 16), new byte[19]));
    host.assertDropped(reason, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x65, IP_BAD_VERSION",
    "0, 0x44, IP_BAD_HEADER_LENGTH",
    "0, 0x4f, IP_BAD_HEADER_LENGTH",
    "3, 19, IP_BAD_TOTAL_LENGTH",
    "3, 42, IP_TRUNCATED",
    "6, 0x20, IP_FRAGMENT",
    "7, 1, IP_FRAGMENT",
    "8, 0, IP_TTL_EXPIRED",
    "9, 17, IP_UNKNOWN_PROTOCOL",
    "19, 3, IP_NOT_OUR_ADDRESS",
  })
  void ipFaultsAreCounted(final int at, final String value, final DropReason reason) {
    final byte[] frame = host.segment(OWN_1, 1);
    frame[Crafted.ETHERNET + at] = (byte) (int) Integer.decode(value);
    if (reason != DropReason.IP_BAD_HEADER_LENGTH) {
      Crafted.fixIpChecksum(frame, Crafted.ETHERNET);
    }
    host.arrive(host.port1, frame);
    host.assertDropped(reason, 1);
  }

  @Test
  void aWrongHeaderChecksumIsCounted() {
    final byte[] frame = host.segment(OWN_1, 1);
    frame[Crafted.ETHERNET + 5] ^= 1;
    host.arrive(host.port1, frame);
    host.assertDropped(DropReason.IP_BAD_CHECKSUM, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.15",
        "192.0.2.31",
        "192.0.2.2",
        "192.0.2.18"
      })
  void anImpossibleSourceIsCounted(final String source) {
    final int v4 = NetFixture.v4(source);
    host.arrive(host.port1, host.ip(Crafted.ipv4(v4, OWN_1, 6, Crafted.tcp(v4, OWN_1, new byte[1]))));
    host.assertDropped(DropReason.IP_BAD_SOURCE, 1);
  }

  @Test
  void aPacketForUsInAFrameForAllIsCounted() {
    host.arrive(
        host.port1,
        Crafted.ethernet(
            ALL, PEER_MAC, 0x0800, Crafted.ipv4(PEER, OWN_1, 6, Crafted.tcp(PEER, OWN_1, new byte[1]))));
    host.assertDropped(DropReason.IP_LINK_BROADCAST, 1);
  }

  @Test
  void tcpFaultsAreCounted() {
    host.arrive(host.port1, host.ip(Crafted.ipv4(PEER, OWN_1, 6, new byte[19])));
    host.assertDropped(DropReason.TCP_TOO_SHORT, 1);

    final byte[] tcp = Crafted.tcp(PEER, OWN_1, new byte[1]);
    tcp[12] = 0x40;
    host.arrive(host.port1, host.ip(Crafted.ipv4(PEER, OWN_1, 6, tcp)), PARTIAL);
    assertThat(host.drops.get(DropReason.TCP_MALFORMED)).isEqualTo(1);
    assertThat(host.heard).isEmpty();
  }

  @Test
  void aWrongTcpChecksumIsCountedUnlessTheDeviceVerifiedIt() {
    final byte[] frame = host.segment(OWN_1, 7);
    frame[frame.length - 1] ^= 1;
    host.arrive(host.port1, frame);
    host.assertDropped(DropReason.TCP_BAD_CHECKSUM, 1);

    host.arrive(host.port1, frame, Offload.of(Offload.CHECKSUM_VALID, 0, 0, 0, 0));
    assertThat(host.heard).hasSize(1);
    assertThat(host.input.partialChecksumsAccepted()).isZero();
  }

  @Test
  void aPartialChecksumIsAcceptedOnlyWhereThePortSaysSo() {
    host.arrive(host.port1, partial(7));
    host.assertDropped(DropReason.TCP_BAD_CHECKSUM, 1);

    host.arrive(host.port1, partial(7), PARTIAL);
    assertThat(host.heard).hasSize(1);
    assertThat(host.input.partialChecksumsAccepted()).isEqualTo(1);
  }

  @Test
  void wherePortsAreNotToldAChecksumIsWholeOrExactlyPartial() {
    final long untold = Offload.of(Offload.MAYBE_PARTIAL, 0, 0, 0, 0);
    host.arrive(host.port1, host.segment(OWN_1, 7), untold);
    assertThat(host.heard).hasSize(1);
    assertThat(host.input.partialChecksumsAccepted()).isZero();
    host.arrive(host.port1, partial(7), untold);
    assertThat(host.heard).hasSize(2);
    assertThat(host.input.partialChecksumsAccepted()).isEqualTo(1);

    final int at = Crafted.ETHERNET + 20 + 16;
    final int right =
        Short.toUnsignedInt(ByteBuffer.wrap(host.segment(OWN_1, 7)).getShort(at));
    final int pseudo = Short.toUnsignedInt(ByteBuffer.wrap(partial(7)).getShort(at));
    for (int checksum = 0; checksum <= 0xffff; checksum++) {
      if (checksum != right && checksum != pseudo) {
        final byte[] frame = host.segment(OWN_1, 7);
        Crafted.putShort(frame, at, checksum);
        host.arrive(host.port1, frame, untold);
      }
    }
    assertThat(host.heard).hasSize(2);
    assertThat(host.drops.get(DropReason.TCP_BAD_CHECKSUM)).isEqualTo(0x10000 - 2);
  }

  @Test
  void theSumOfAPayloadIsToldWhereItWasMade() {
    final byte[] payload = {1, 2, 3, 4, 5, 6, 7};
    final byte[] frame = host.ip(Crafted.ipv4(PEER, OWN_1, 6, Crafted.tcp(PEER, OWN_1, payload)));
    host.arrive(host.port1, frame);
    assertThat(host.lastPayloadSum).isEqualTo(Crafted.sum(payload, 0, payload.length, 0));

    host.arrive(host.port1, frame, Offload.of(Offload.CHECKSUM_VALID, 0, 0, 0, 0));
    assertThat(host.lastPayloadSum).isEqualTo(Checksum.UNKNOWN);
    host.arrive(host.port1, frame);
    assertThat(host.lastPayloadSum).isNotEqualTo(Checksum.UNKNOWN);
    host.arrive(host.port1, partial(7), PARTIAL);
    assertThat(host.lastPayloadSum).isEqualTo(Checksum.UNKNOWN);
    host.arrive(host.port1, partial(7), Offload.of(Offload.MAYBE_PARTIAL, 0, 0, 0, 0));
    assertThat(host.lastPayloadSum).isEqualTo(Checksum.UNKNOWN);
    assertThat(host.heard).hasSize(5);
  }

  private byte[] partial(final int payloadBytes) {
    final byte[] tcp = Crafted.tcp(PEER, OWN_1, new byte[payloadBytes]);
    Crafted.putShort(tcp, 16, Crafted.sum(tcp, 0, 0, Crafted.pseudo(PEER, OWN_1, tcp.length)));
    return host.ip(Crafted.ipv4(PEER, OWN_1, 6, tcp));
  }
}
