package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathConfigTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eth1=192.0.2.0/28 | 192.0.2.0 is the network address of its /28",
        "eth1=192.0.2.15/28 | 192.0.2.15 is the broadcast address of its /28",
        "eth1=255.255.255.255/28 | 255.255.255.255 is no address that a host can have on a link",
        "eth1=224.0.0.1/28 | 224.0.0.1 is no address",
        "eth1=0.0.0.0/28 | 0.0.0.0 is no address",
        "eth1=127.0.0.1/8 | 127.0.0.1 is no address",
        "eth1=192.0.2.2/28,via=192.0.2.17 | the gateway 192.0.2.17 is not in the subnet of 192.0.2.2/28",
        "eth1=192.0.2.2/28,via=0.0.0.0 | the gateway 0.0.0.0 is not in the subnet",
        "eth1=192.0.2.2/28,via=192.0.2.15 | 192.0.2.15 is the broadcast address",
        "eth1=192.0.2.2/28,via=192.0.2.2 | the gateway is the path's own address",
        "eth1=192.0.2/28 | 192.0.2' is not an IPv4 address",
        "eth1=192.0.2.2/33 | prefix length '33' is not"
      })
  void whatCannotBeIsRefusedInOneLineThatNamesThePath(final String text, final String why) {
    assertThatThrownBy(() -> PathConfig.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("path '" + text + "': ")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth1=192.0.2.2/28",
        "eth1=192.0.2.0/31",
        "eth1=192.0.2.1/31",
        "eth1=192.0.2.0/32",
        "eth1=192.0.2.14/28,backup"
      })
  void whatAHostCanHaveIsTaken(final String text) {
    assertThat(PathConfig.parse(text).interfaceName()).isEqualTo("eth1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth1=192.0.2.2/28,via=192.0.2.1", "eth1=192.0.2.2/28,backup,via=192.0.2.1"})
  void aGatewayInTheSubnetIsTaken(final String text) {
    assertThat(PathConfig.parse(text).hasGateway()).isTrue();
  }
}
