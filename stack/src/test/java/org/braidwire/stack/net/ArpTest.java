package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.ALL;
import static org.braidwire.stack.net.NetFixture.MAC_1;
import static org.braidwire.stack.net.NetFixture.MAC_2;
import static org.braidwire.stack.net.NetFixture.MS;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.OWN_2;
import static org.braidwire.stack.net.NetFixture.PEER;
import static org.braidwire.stack.net.NetFixture.PEER_MAC;

import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.net.NeighbourTable.State;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArpTest {
  private final NetFixture host = new NetFixture();

  @AfterEach
  void nothingLeaks() {
    host.close();
  }

  @Test
  void aRequestForOurAddressIsAnsweredAndItsSenderLearnt() {
    host.arrive(host.port1, host.arp(1, PEER, OWN_1));
    assertThat(host.port1.sent)
        .containsExactly(
            Crafted.ethernet(PEER_MAC, MAC_1, 0x0806, Crafted.arp(2, MAC_1, OWN_1, PEER_MAC, PEER)));
    assertThat(state(PEER)).isEqualTo(State.STALE);
    assertThat(host.output.resolvedMac(host.link1, 0, IpAddress.v4Mapped(PEER)))
        .isEqualTo(PEER_MAC);
  }

  @Test
  void aRequestForTheOtherLinksAddressIsAnsweredOnTheLinkItCameBy() {
    host.arrive(host.port1, host.arp(1, PEER, OWN_2));
    assertThat(host.port1.sent)
        .containsExactly(
            Crafted.ethernet(PEER_MAC, MAC_1, 0x0806, Crafted.arp(2, MAC_1, OWN_2, PEER_MAC, PEER)));
    assertThat(host.port2.sent).isEmpty();
  }

  @Test
  void aProbeIsAnsweredButTeachesNothing() {
    host.arrive(host.port1, host.arp(1, 0, OWN_1));
    assertThat(host.port1.sent).hasSize(1);
    assertThat(host.link1.neighbours().size()).isZero();
  }

  @Test
  void requestsForOthersAndUnaskedRepliesTeachNothing() {
    host.arrive(host.port1, host.arp(1, PEER, NetFixture.v4("192.0.2.9")));
    host.assertDropped(DropReason.ARP_NOT_FOR_US, 1);
    host.arrive(host.port1, host.arp(2, PEER, OWN_1));
    assertThat(host.drops.get(DropReason.ARP_UNSOLICITED)).isEqualTo(1);
    assertThat(host.link1.neighbours().size()).isZero();
    assertThat(host.port1.sent).isEmpty();
  }

  @Test
  void malformedPacketsAreCounted() {
    final int[][] faults = {{1, 2}, {2, 9}, {4, 8}, {5, 16}, {7, 3}, {8, 1}, {14, 127}, {14, 224}};
    for (final int[] fault : faults) {
      final byte[] frame = host.arp(1, PEER, OWN_1);
      frame[Crafted.ETHERNET + fault[0]] = (byte) fault[1];
      host.arrive(host.port1, frame);
    }
    host.assertDropped(DropReason.ARP_MALFORMED, faults.length);
    assertThat(host.port1.sent).isEmpty();
  }

  @Test
  void ourOwnPacketComingBackIsNoConflict() {
    host.arrive(host.port1, Crafted.ethernet(ALL, MAC_2, 0x0806, Crafted.arp(1, MAC_2, OWN_2, 0, OWN_2)));
    host.assertDropped(DropReason.ARP_OWN_ECHO, 1);
    assertThat(host.link1.addressConflicts()).isZero();
  }

  @Test
  void anotherStationWithOurAddressIsReported() {
    host.arrive(host.port1, host.arp(2, OWN_1, OWN_1));
    host.assertDropped(DropReason.ARP_ADDRESS_CONFLICT, 1);
    assertThat(host.link1.addressConflicts()).isEqualTo(1);
    assertThat(host.link1.lastConflictMac()).isEqualTo(PEER_MAC);
    assertThat(IpAddress.v4(host.link1.lastConflictLow())).isEqualTo(OWN_1);
  }

  @Test
  void announcingProbesOnceAndAnnouncesTwice() {
    final byte[] probe = Crafted.ethernet(ALL, MAC_1, 0x0806, Crafted.arp(1, MAC_1, 0, 0, OWN_1));
    final byte[] announcement = Crafted.ethernet(ALL, MAC_1, 0x0806, Crafted.arp(1, MAC_1, OWN_1, 0, OWN_1));
    host.link1.announce(host.nowNs);
    assertThat(host.port1.sent).containsExactly(probe, announcement);
    assertThat(host.links.nextDeadlineNs()).isEqualTo(host.nowNs + 2_000 * MS);
    host.advance(2_000 * MS);
    host.advance(2_000 * MS);
    assertThat(host.port1.sent).containsExactly(probe, announcement, announcement);
    assertThat(host.links.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aChangedAddressIsVerifiedBeforeItIsBelieved() {
    host.send(PEER, 0, 0, 0);
    host.arrive(host.port1, host.arp(2, PEER, OWN_1));
    assertThat(state(PEER)).isEqualTo(State.REACHABLE);
    host.port1.sent.clear();

    final long newMac = 0x020000000092L;
    host.arrive(host.port1, Crafted.ethernet(ALL, newMac, 0x0806, Crafted.arp(1, newMac, PEER, 0, PEER)));
    assertThat(host.port1.sent)
        .containsExactly(Crafted.ethernet(ALL, MAC_1, 0x0806, Crafted.arp(1, MAC_1, OWN_1, 0, PEER)));
    assertThat(host.output.resolvedMac(host.link1, 0, IpAddress.v4Mapped(PEER)))
        .isEqualTo(PEER_MAC);

    host.arrive(host.port1, Crafted.ethernet(MAC_1, newMac, 0x0806, Crafted.arp(2, newMac, PEER, MAC_1, OWN_1)));
    assertThat(host.output.resolvedMac(host.link1, 0, IpAddress.v4Mapped(PEER)))
        .isEqualTo(newMac);
  }

  private State state(final int v4) {
    return host.link1.neighbours().state(0, IpAddress.v4Mapped(v4), host.nowNs);
  }
}
