package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.SyntheticEthernet;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.Ipv4Header;
import org.junit.jupiter.api.Test;

/** A link without a link layer: nobody is asked for addresses, everybody is at the other end. */
class PointToPointTest {
  private static final long FAR_AWAY = IpAddress.parseLow("198.51.100.7");

  @Test
  void packetsForAnybodyLeaveAtOnceAndNothingElseDoes() {
    try (NetFixture net = new NetFixture()) {
      net.port1.pointToPoint = true;
      final LinkAttachment link = new LinkAttachment(0, net.port1, net.memory, net.drops);
      link.addAddress(Ipv4Header.MAPPED_HIGH, IpAddress.v4Mapped(NetFixture.OWN_1), 28);
      link.announce(net.nowNs);
      assertThat(net.port1.sent).isEmpty();
      assertThat(link.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);

      final long tcp = net.output.beginSegment();
      final Route route = new Route().set(link, 0, IpAddress.v4Mapped(NetFixture.OWN_1), 0, FAR_AWAY, 0);
      Memory.zero(tcp, 20);
      Memory.putByte(tcp + 12, 0x50);
      net.output.sendSegment(route, tcp, 20, 0, 0, 0, PayloadSums.EMPTY, 0);

      assertThat(net.port1.sent).hasSize(1);
      final ByteBuffer frame = ByteBuffer.wrap(net.port1.sent.getFirst());
      assertThat(frame.getLong(0) >>> 16).isEqualTo(SyntheticEthernet.PEER);
      assertThat(net.output.resolvedMac(link, 0, FAR_AWAY)).isEqualTo(SyntheticEthernet.PEER);
    }
  }
}
