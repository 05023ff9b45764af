package org.braidwire.gateway.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void readsAndWritesRfc5952() {
    final List<String> canonical = List.of(
        "0.0.0.0",
        "192.0.2.1",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "2001:db8:0:1:1:1:1:1",
        "2001:0:0:1::",
        "2001:db8::1:0:0:1",
        "fe80::ab:cdef",
        "1:2:3:4:5:6:7:8");
    for (final String text : canonical) {
      assertThat(Address.parse(text)).hasToString(text);
    }
    assertThat(Address.parse("2001:DB8:0000:0:0::0001")).hasToString("2001:db8::1");
    assertThat(Address.parse("64:ff9b::192.0.2.1")).hasToString("64:ff9b::c000:201");
    assertThat(Address.parse("::ffff:192.0.2.1"))
        .isEqualTo(Address.parse("192.0.2.1"))
        .hasToString("192.0.2.1");
  }

  @Test
  void agreesWithTheJdkOnOctets() throws UnknownHostException {
    for (final String text : List.of("192.0.2.1", "2001:db8::1:0:0:1", "::1", "1:2:3:4:5:6:7:8")) {
      final InetAddress jdk = InetAddress.getByName(text);
      assertThat(Address.of(jdk)).isEqualTo(Address.parse(text));
      assertThat(Address.parse(text).octets()).isEqualTo(jdk.getAddress());
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Address.of(new byte[5]));
  }

  @Test
  void refusesWhatIsNoAddress() {
    for (final String text : List.of(
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.04",
        "1.2.3.256",
        "+1.2.3.4",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "::1%1",
        "[::1]",
        "1:2:3:4:5:6:7::8:9",
        "::1.2.3",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "12345::",
        "::g",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:6:7:8::")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Address.parse(text));
    }
  }
}
