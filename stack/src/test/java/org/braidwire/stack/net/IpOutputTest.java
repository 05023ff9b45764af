package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.net.NetFixture.MAC_1;
import static org.braidwire.stack.net.NetFixture.OWN_1;
import static org.braidwire.stack.net.NetFixture.PEER;
import static org.braidwire.stack.net.NetFixture.PEER_MAC;

import java.util.Arrays;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.wire.Checksum;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IpOutputTest {
  private final NetFixture host = new NetFixture();
  private final long chunk = host.memory.chunks().lease();

  @AfterEach
  void nothingLeaks() {
    host.memory.chunks().release(chunk);
    host.close();
  }

  @Test
  void aSegmentLeavesWithHeadersAndChecksums() {
    for (int i = 0; i < 33; i++) {
      Memory.putByte(chunk + i, 7 * i);
    }
    assertThat(host.send(PEER, PEER_MAC, chunk, 33)).isTrue();
    final byte[] frame = host.port1.sent.getFirst();
    final byte[] body = Arrays.copyOfRange(frame, Crafted.IP, frame.length);
    assertThat(Crafted.sum(body, 0, body.length, Crafted.pseudo(OWN_1, PEER, body.length)))
        .isEqualTo(0xffff);
    final byte[] expected = Crafted.ethernet(PEER_MAC, MAC_1, 0x0800, Crafted.ipv4(OWN_1, PEER, 6, body));
    Crafted.putShort(expected, Crafted.ETHERNET + 4, 0);
    assertThat(frame).isEqualTo(Crafted.fixIpChecksum(expected, Crafted.ETHERNET));
    assertThat(host.memory.chunks().references(chunk)).isEqualTo(1);
    assertThat(host.output.packetsSent()).isEqualTo(1);
  }

  @Test
  void aSumMadeBeforeIsTakenInsteadOfThePayload() {
    for (int i = 0; i < 11; i++) {
      Memory.putByte(chunk + i, 200 + i);
    }
    final long tcp = host.output.beginSegment();
    Memory.zero(tcp, 20);
    final Route route =
        new Route().set(host.link1, 0, IpAddress.v4Mapped(OWN_1), 0, IpAddress.v4Mapped(PEER), PEER_MAC);
    final int sum = Checksum.partial(chunk, 11);
    host.output.sendSegment(route, tcp, 20, chunk, 11, 11, index -> sum, 2);
    final byte[] frame = host.port1.sent.getFirst();
    final byte[] body = Arrays.copyOfRange(frame, Crafted.IP, frame.length);
    assertThat(Crafted.sum(body, 0, body.length, Crafted.pseudo(OWN_1, PEER, body.length)))
        .isEqualTo(0xffff);
    assertThat(frame[Crafted.ETHERNET + 1]).as("ECN").isEqualTo((byte) 2);
  }

  @Test
  void aPayloadMayLieInAFrame() {
    final long frame = host.memory.frames().lease();
    Memory.zero(frame, 100);
    assertThat(host.send(PEER, PEER_MAC, frame + 50, 10)).isTrue();
    assertThat(host.memory.frames().references(frame)).isEqualTo(1);
    host.memory.frames().release(frame);
  }

  @Test
  void aFullDeviceIsARefusalThatKeepsNothing() {
    host.port1.room = 0;
    assertThat(host.output.canSend(host.link1)).isFalse();
    assertThat(host.send(PEER, PEER_MAC, chunk, 10)).isFalse();
    assertThat(host.memory.chunks().references(chunk)).isEqualTo(1);
    assertThat(host.memory.frames().leased()).isZero();
  }

  @Test
  void aHeldFrameThatTheDeviceRefusesIsCounted() {
    host.send(PEER, 0, chunk, 10);
    host.port1.room = 0;
    host.arrive(host.port1, host.arp(2, PEER, OWN_1));
    host.assertDropped(DropReason.OUTPUT_REFUSED, 1);
  }

  @Test
  void anArpPacketThatTheDeviceRefusesIsCounted() {
    host.port1.room = 0;
    host.arrive(host.port1, host.arp(1, PEER, OWN_1));
    host.assertDropped(DropReason.OUTPUT_REFUSED, 1);
  }

  @Test
  void aLinkThatIsDownTakesNothing() {
    assertThat(host.output.canSend(host.link1)).isTrue();
    host.port1.up = false;
    assertThat(host.output.canSend(host.link1)).isFalse();
  }

  @Test
  void aPacketBeyondTheMtuIsCounted() {
    assertThat(host.send(PEER, PEER_MAC, chunk, 1460)).isTrue();
    assertThat(host.port1.sent).hasSize(1);
    assertThat(host.send(PEER, PEER_MAC, chunk, 1461)).isTrue();
    host.assertDropped(DropReason.OUTPUT_EXCEEDS_MTU, 1);
    assertThat(host.port1.sent).hasSize(1);
  }

  @Test
  void anEmptyPoolIsCounted() {
    final long[] all = new long[host.memory.frames().pieces()];
    for (int i = 0; i < all.length; i++) {
      all[i] = host.output.beginSegment();
    }
    assertThat(host.output.beginSegment()).isEqualTo(FramePool.NONE);
    host.link1.arp().request(PEER);
    host.assertDropped(DropReason.OUTPUT_NO_FRAME, 2);
    for (final long segment : all) {
      host.output.abandonSegment(segment);
    }
  }

  @Test
  void flushReachesEveryPort() {
    host.output.flush();
    assertThat(host.port1.flushes).isEqualTo(1);
    assertThat(host.port2.flushes).isEqualTo(1);
  }
}
