package org.braidwire.stack.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkAttachmentTest {
  private final NetFixture host = new NetFixture();

  @AfterEach
  void nothingLeaks() {
    host.close();
  }

  @Test
  void aPrefixReachesToItsLastAddress() {
    assertThat(host.link1.onLink(0, IpAddress.parseLow("192.0.2.14"))).isTrue();
    assertThat(host.link1.onLink(0, IpAddress.parseLow("192.0.2.16"))).isFalse();
    assertThat(host.link1.onLink(1, IpAddress.parseLow("192.0.2.14"))).isFalse();
    host.link2.addAddress(0x20010db8_00000001L, 1, 64);
    assertThat(host.link2.onLink(0x20010db8_00000001L, 99)).isTrue();
    assertThat(host.link2.onLink(0x20010db8_00000002L, 1)).isFalse();
  }

  @Test
  void aPrefixOf31BitsHasNoBroadcastAddress() {
    host.link1.addAddress(0, IpAddress.parseLow("198.51.100.0"), 31);
    host.link1.addAddress(0, IpAddress.parseLow("203.0.113.1"), 30);
    assertThat(host.link1.isDirectedBroadcast(NetFixture.v4("198.51.100.1")))
        .isFalse();
    assertThat(host.link1.isDirectedBroadcast(NetFixture.v4("203.0.113.3"))).isTrue();
  }

  @Test
  void aRequestIsMadeFromTheAddressOfTheTargetsPrefix() {
    host.link1.addAddress(0, IpAddress.parseLow("198.51.100.9"), 24);
    assertThat(host.link1.sourceV4For(NetFixture.v4("198.51.100.1"))).isEqualTo(NetFixture.v4("198.51.100.9"));
    assertThat(host.link1.sourceV4For(NetFixture.v4("203.0.113.1"))).isEqualTo(NetFixture.OWN_1);
  }

  @Test
  void whatCannotBeConfiguredIsRefused() {
    final long another = IpAddress.parseLow("192.0.2.9");
    assertThatIllegalArgumentException().isThrownBy(() -> host.link1.addAddress(0, another, 33));
    assertThatIllegalArgumentException().isThrownBy(() -> host.links.add(host.link1));
    for (int i = 1; i < LinkAttachment.MAX_ADDRESSES; i++) {
      host.link1.addAddress(0, IpAddress.v4Mapped(i), 24);
    }
    assertThatIllegalStateException().isThrownBy(() -> host.link1.addAddress(0, another, 24));
  }
}
