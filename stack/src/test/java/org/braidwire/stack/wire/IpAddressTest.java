package org.braidwire.stack.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.2", "0.0.0.0", "255.255.255.255", "203.0.113.254"})
  void whatIsParsedIsFormattedAlike(final String text) {
    final long low = IpAddress.parseLow(text);
    assertThat(IpAddress.isV4Mapped(Ipv4Header.MAPPED_HIGH, low)).isTrue();
    assertThat(IpAddress.format(Ipv4Header.MAPPED_HIGH, low)).isEqualTo(text);
    assertThat(IpAddress.v4Mapped(IpAddress.v4(low))).isEqualTo(low);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2", "192.0.2.2.2", "192.0.2.256", "192.0.2.", "192.0.2.-1", "eth1"})
  void anythingElseIsRefusedByName(final String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpAddress.parseLow(text))
        .withMessageContaining(text);
  }

  @Test
  void ipv6IsFormattedInGroups() {
    assertThat(IpAddress.format(0x20010db8_00000000L, 0x1L)).isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(IpAddress.isV4Mapped(0, 1)).isFalse();
  }
}
