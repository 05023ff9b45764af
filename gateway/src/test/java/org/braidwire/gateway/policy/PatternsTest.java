package org.braidwire.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.braidwire.gateway.base.Address;
import org.junit.jupiter.api.Test;

/** What rules are written with: prefixes, ranges of ports, patterns of names. */
class PatternsTest {
  @Test
  void aPrefixHoldsItsOwnFamilyOnly() {
    assertThat(Prefix.parse("10.0.0.0/8").contains(Address.parse("10.255.0.1")))
        .isTrue();
    assertThat(Prefix.parse("10.0.0.0/8").contains(Address.parse("11.0.0.1")))
        .isFalse();
    assertThat(Prefix.parse("0.0.0.0/0").contains(Address.parse("8.8.8.8"))).isTrue();
    assertThat(Prefix.parse("0.0.0.0/0").contains(Address.parse("2600::1"))).isFalse();
    assertThat(Prefix.parse("::/0").contains(Address.parse("8.8.8.8"))).isFalse();
    assertThat(Prefix.parse("::/0").contains(Address.parse("2600::1"))).isTrue();
    assertThat(Prefix.parse("2600::/65").contains(Address.parse("2600::7fff:0:0:1")))
        .isTrue();
    assertThat(Prefix.parse("2600::/65").contains(Address.parse("2600::8000:0:0:1")))
        .isFalse();
    assertThat(Prefix.parse("2600::1").contains(Address.parse("2600::1"))).isTrue();
    assertThat(Prefix.parse("2600::1").contains(Address.parse("2600::2"))).isFalse();
    assertThat(Prefix.parse("192.0.2.1")).hasToString("192.0.2.1/32");
  }

  @Test
  void refusesPrefixesThatMeanTwoThings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prefix.parse("10.0.0.1/8"))
        .withMessageContaining("10.0.0.0/8 begins there");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prefix.parse("::ffff:10.0.0.0/104"))
        .withMessageContaining("IPv4 written as IPv6");
    for (final String text :
        List.of("10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "/8", "x")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Prefix.parse(text));
    }
  }

  @Test
  void refusesPortsAndPatternsThatAreNone() {
    for (final String text : List.of("0", "65536", "2-1", "-1", "a", "1-", "1-2-3", "")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> PortRange.parse(text));
    }
    assertThat(PortRange.parse("443")).hasToString("443");
    assertThat(PortRange.parse("1-65535")).hasToString("1-65535");
    for (final String text : List.of("*", "*.", "a.*", "*.*.net", "*example.net", "*.1", "127.1", "a b", "")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> NamePattern.parse(text));
    }
    assertThat(NamePattern.parse("*.Example.NET")).hasToString("*.example.net");
  }
}
