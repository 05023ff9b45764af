package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.MAC_1;
import static org.braidwire.stack.net.NetFixture.MS;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.OWN_2;
import static org.braidwire.stack.net.NetFixture.PEER;
import static org.braidwire.stack.net.NetFixture.PEER_MAC;

import java.util.Arrays;
import org.braidwire.stack.base.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IcmpTest {
  private static final int ROUTER = NetFixture.v4("203.0.113.1");

  private final NetFixture host = new NetFixture();

  @AfterEach
  void nothingLeaks() {
    host.close();
  }

  @Test
  void anEchoRequestIsAnsweredFromTheAddressAndLinkItCameTo() {
    host.arrive(host.port1, icmp(OWN_2, Crafted.icmp(8, 0, 0x00070001, new byte[] {1, 2, 3})));
    final byte[] expected = Crafted.ethernet(
        PEER_MAC, MAC_1, 0x0800, Crafted.ipv4(OWN_2, PEER, 1, Crafted.icmp(0, 0, 0x00070001, new byte[] {1, 2, 3
        })));
    Crafted.putShort(expected, Crafted.ETHERNET + 4, 0);
    Crafted.fixIpChecksum(expected, Crafted.ETHERNET);
    assertThat(host.port1.sent).containsExactly(expected);
    assertThat(host.input.echoReplies()).isEqualTo(1);
  }

  @Test
  void echoesAreLimitedInRate() {
    for (int i = 0; i < IcmpHandler.ECHO_BURST + 3; i++) {
      host.arrive(host.port1, icmp(OWN_1, Crafted.icmp(8, 0, i, new byte[0])));
    }
    assertThat(host.port1.sent).hasSize(IcmpHandler.ECHO_BURST);
    host.assertDropped(DropReason.ICMP_RATE_LIMITED, 3);
    host.nowNs += 1_000 * MS / IcmpHandler.ECHOES_PER_SECOND;
    host.arrive(host.port1, icmp(OWN_1, Crafted.icmp(8, 0, 1, new byte[0])));
    assertThat(host.port1.sent).hasSize(IcmpHandler.ECHO_BURST + 1);
  }

  @Test
  void anEchoBeyondTheMtuIsCounted() {
    host.arrive(host.port1, icmp(OWN_1, Crafted.icmp(8, 0, 1, new byte[1472])));
    assertThat(host.port1.sent).hasSize(1);
    host.arrive(host.port1, icmp(OWN_1, Crafted.icmp(8, 0, 1, new byte[1473])));
    host.assertDropped(DropReason.ICMP_ECHO_TOO_LARGE, 1);
  }

  @Test
  void aRefusedEchoReplyIsCounted() {
    host.port1.room = 0;
    host.arrive(host.port1, icmp(OWN_1, Crafted.icmp(8, 0, 1, new byte[4])));
    host.assertDropped(DropReason.OUTPUT_REFUSED, 1);
  }

  @Test
  void faultsAreCounted() {
    host.arrive(host.port1, icmp(OWN_1, new byte[7]));
    host.assertDropped(DropReason.ICMP_TOO_SHORT, 1);
    final byte[] message = Crafted.icmp(8, 0, 1, new byte[4]);
    message[9] = 1;
    host.arrive(host.port1, icmp(OWN_1, message));
    assertThat(host.drops.get(DropReason.ICMP_BAD_CHECKSUM)).isEqualTo(1);
    host.arrive(host.port1, icmp(OWN_1, Crafted.icmp(0, 0, 1, new byte[4])));
    assertThat(host.drops.get(DropReason.ICMP_IGNORED_TYPE)).isEqualTo(1);
    assertThat(host.port1.sent).isEmpty();
  }

  @Test
  void anUnreachableThatQuotesOurSegmentGoesUp() {
    host.arrive(host.port1, unreachable(1, 0, quote(OWN_1)));
    host.arrive(host.port1, unreachable(4, 1400, quote(OWN_1)));
    assertThat(host.unreachables)
        .containsExactly(
            "192.0.2.2:40000 > 192.0.2.1:5001 seq 1020304 code 1 mtu 0",
            "192.0.2.2:40000 > 192.0.2.1:5001 seq 1020304 code 4 mtu 1400");
    assertThat(host.drops.total()).isZero();
  }

  @Test
  void aQuoteOfAnythingElseIsCounted() {
    final byte[] notOurs = quote(PEER);
    final byte[] notTcp = quote(OWN_1);
    notTcp[9] = 17;
    final byte[] laterFragment = quote(OWN_1);
    laterFragment[7] = 1;
    final byte[] notV4 = quote(OWN_1);
    notV4[0] = 0x65;
    final byte[] longHeader = quote(OWN_1);
    longHeader[0] = 0x4f;
    final byte[][] quotes = {notOurs, notTcp, laterFragment, notV4, longHeader, Arrays.copyOf(quote(OWN_1), 27), {}
    };
    for (final byte[] quote : quotes) {
      host.arrive(host.port1, unreachable(1, 0, quote));
    }
    host.assertDropped(DropReason.ICMP_BAD_QUOTE, quotes.length);
    assertThat(host.unreachables).isEmpty();
  }

  private static byte[] quote(final int source) {
    return Arrays.copyOf(Crafted.ipv4(source, PEER, 6, Crafted.tcp(source, PEER, new byte[0])), 28);
  }

  private byte[] unreachable(final int code, final int mtu, final byte[] quote) {
    return host.ip(Crafted.ipv4(ROUTER, OWN_1, 1, Crafted.icmp(3, code, mtu, quote)));
  }

  private byte[] icmp(final int destination, final byte[] message) {
    return host.ip(Crafted.ipv4(PEER, destination, 1, message));
  }
}
