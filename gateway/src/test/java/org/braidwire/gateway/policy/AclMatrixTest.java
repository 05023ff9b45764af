package org.braidwire.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.braidwire.gateway.base.Address;
import org.junit.jupiter.api.Test;

/** Every class of address, in every form in which it can be written, against every kind of rule: no way around. */
class AclMatrixTest {
  private static final int PORT = 443;
  private static final List<OwnEndpoint> OWN = List.of(
      new OwnEndpoint(Prefix.parse("8.8.4.4"), 0),
      new OwnEndpoint(Prefix.parse("8.8.4.5"), PORT),
      new OwnEndpoint(Prefix.parse("2600::1"), 0));

  /** IPv4 samples by class; each is also written in all forms of IPv6 that carry it. */
  private static final Map<AddressClass, List<String>> V4 = new EnumMap<>(Map.of(
      AddressClass.METADATA, List.of("169.254.169.254", "100.100.100.200"),
      AddressClass.UNSPECIFIED, List.of("0.0.0.0", "0.1.2.3"),
      AddressClass.LOOPBACK, List.of("127.0.0.1", "127.255.255.254"),
      AddressClass.LINK_LOCAL, List.of("169.254.0.1", "169.254.255.255"),
      AddressClass.PRIVATE,
          List.of(
              "10.0.0.1",
              "10.255.255.255",
              "172.16.0.1",
              "172.31.255.255",
              "192.168.0.1",
              "192.168.255.255"),
      AddressClass.MULTICAST, List.of("224.0.0.1", "239.255.255.255"),
      AddressClass.BROADCAST, List.of("255.255.255.255"),
      AddressClass.RESERVED,
          List.of(
              "100.64.0.1",
              "192.0.0.1",
              "192.0.2.1",
              "198.18.0.1",
              "198.51.100.1",
              "203.0.113.1",
              "240.0.0.1"),
      AddressClass.OWN, List.of("8.8.4.4", "8.8.4.5")));

  private static final Map<AddressClass, List<String>> V6 = new EnumMap<>(Map.of(
      AddressClass.METADATA, List.of("fd00:ec2::254", "FD00:0EC2:0:0:0:0:0:254", "fd20:ce::254"),
      AddressClass.UNSPECIFIED, List.of("::", "0:0:0:0:0:0:0:0"),
      AddressClass.LOOPBACK, List.of("::1", "0:0:0:0:0:0:0:1", "::0.0.0.1"),
      AddressClass.LINK_LOCAL, List.of("fe80::1", "febf:ffff::1"),
      AddressClass.PRIVATE, List.of("fc00::1", "fdff:ffff::1"),
      AddressClass.MULTICAST, List.of("ff02::1", "ff0e::1:1"),
      AddressClass.RESERVED,
          List.of(
              "2001:db8::1",
              "2001:0:4136:e378::1",
              "64:ff9b:1::a00:1",
              "fec0::1",
              "100::1",
              "3fff::1",
              "4000::1"),
      AddressClass.OWN, List.of("2600::1")));

  /** Hosts that some resolver or library takes for an address; none is a name. */
  private static final List<String> DISGUISES = List.of(
      "2130706433",
      "0x7f000001",
      "0X7F.0.0.1",
      "0x7f.1",
      "017700000001",
      "0177.0.0.1",
      "127.1",
      "127.0.1",
      "127.0.0.01",
      "127.0.0.1.",
      "127.0.0.1..",
      "010.0.0.1",
      "10.0.0.256",
      "10.0.0.1.5",
      "0xa9.0xfe.0xa9.0xfe",
      "2852039166",
      "0",
      "0x",
      "00.0",
      "1.2.3.4.example.0x7f",
      "example.127",
      "::1%lo",
      "fe80::1%eth0",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "::ffff:127.1",
      "::ffff:0x7f.0.0.1",
      "::1::",
      "1:2:3:4:5:6:7:8:9",
      ":::1",
      "12345::",
      "127。0。0。1",
      "１２７.0.0.1",
      "①②⑦.0.0.1",
      "ⓛocalhost",
      "loc\u00ADalhost",
      "localhost\u0000.example.net",
      "www.example.net\u0000",
      "www.example.net\n",
      " www.example.net",
      "www.example.net ",
      "www.example.net..",
      ".www.example.net",
      "www..example.net",
      ".",
      "",
      "www.example.net:80",
      "user@www.example.net",
      "www.example.net/x",
      "www%2eexample.net",
      "www.example.net#.evil.org",
      "bücher.example.net",
      "a".repeat(64) + ".example.net",
      "a.".repeat(127) + "example.net");

  private int cases;

  @Test
  void noSpecialAddressIsReachedWithoutARuleThatNamesItsClass() {
    final List<String> bypasses = new ArrayList<>();
    for (final AddressClass kind : AddressClass.values()) {
      for (final String written : formsOf(kind)) {
        for (final Map.Entry<String, Rule> rule : rulesWithout(kind).entrySet()) {
          for (final Facts facts : waysToAsk(written)) {
            judge(facts, rule, bypasses);
          }
        }
      }
    }
    assertThat(cases).isGreaterThan(2_000);
    assertThat(bypasses).isEmpty();
  }

  @Test
  void eachIsReachedByTheRuleThatNamesIt() {
    for (final AddressClass kind : AddressClass.values()) {
      final Policy policy = policy(Rules.allow().special(Set.of(kind)).build());
      for (final String written : formsOf(kind)) {
        final Decision decision = policy.decide(facts(null, Address.parse(written)));
        assertThat(decision.mayConnect())
            .as("%s %s: %s", kind, written, decision)
            .isTrue();
      }
    }
  }

  @Test
  void noDisguiseIsAName() {
    final Policy policy =
        policy(Rules.allow().special(Set.of(AddressClass.values())).build());
    for (final String disguise : DISGUISES) {
      final Decision alone = policy.decide(facts(disguise, null));
      final Decision resolved = policy.decide(facts(disguise, Address.parse("93.184.216.34")));
      assertThat(alone.verdict()).as(disguise).isEqualTo(Verdict.DENY);
      assertThat(resolved.verdict()).as(disguise).isEqualTo(Verdict.DENY);
      assertThat(alone.ruleNumber()).as(disguise).isZero();
      assertThat(alone.reason()).as("one line").matches("[ -~]+");
    }
    assertThat(DISGUISES).hasSizeGreaterThan(50);
  }

  @Test
  void noWayToWriteAnAddressLeadsAroundARuleThatDeniesIt() {
    final Policy policy = policy(
        Rules.deny().to("93.184.216.0/24", "2600::/16").build(),
        Rules.allow().special(Set.of(AddressClass.values())).build());
    final List<String> denied = new ArrayList<>(carrying("93.184.216.34"));
    denied.add("93.184.216.34");
    denied.addAll(List.of("2600::2", "2600:0:0:0:0:0:0:2", "2600:ffff::0.0.0.1"));
    for (final String written : denied) {
      for (final Facts facts : waysToAsk(written)) {
        assertThat(policy.decide(facts).verdict()).as(facts.toString()).isEqualTo(Verdict.DENY);
      }
    }
    assertThat(policy.decide(facts(null, Address.parse("93.184.217.34"))).mayConnect())
        .isTrue();
  }

  @Test
  void aRuleMayDenyAFormOfAddressAsSuch() {
    final Policy policy = policy(
        Rules.deny().to("2002::/16", "64:ff9b::/96").build(),
        Rules.allow().build());
    for (final String written : carrying("93.184.216.34")) {
      final boolean denied = written.startsWith("2002") || written.startsWith("64");
      assertThat(policy.decide(facts(null, Address.parse(written))).mayConnect())
          .as(written)
          .isEqualTo(!denied);
    }
  }

  @Test
  void aNameThatResolvesToAnythingSpecialIsRefusedForThatAddress() {
    final Policy policy = policy(Rules.allow().names("*.example.net").build());
    assertThat(policy.decide(facts("www.example.net", null)).verdict()).isEqualTo(Verdict.ALLOW_NAME);
    for (final AddressClass kind : AddressClass.values()) {
      for (final String written : formsOf(kind)) {
        final Decision decision = policy.decide(facts("www.example.net", Address.parse(written)));
        assertThat(decision.verdict()).as(written).isEqualTo(Verdict.DENY);
        assertThat(decision.reason()).contains(kind.label());
      }
    }
    assertThat(policy.decide(facts("www.example.net", Address.parse("93.184.216.34")))
            .verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  private void judge(final Facts facts, final Map.Entry<String, Rule> rule, final List<String> bypasses) {
    cases++;
    final Verdict verdict = policy(rule.getValue()).decide(facts).verdict();
    if (verdict != Verdict.DENY) {
      bypasses.add(rule.getKey() + " gives " + verdict + " for " + facts);
    }
  }

  /** As an address, as an address in a name, and as what harmless names resolve to. */
  private static List<Facts> waysToAsk(final String written) {
    final Address address = Address.parse(written);
    return List.of(
        facts(null, address),
        facts(written, null),
        facts(written, address),
        facts("www.example.net", address),
        facts("WWW.Example.NET.", address));
  }

  private static Map<String, Rule> rulesWithout(final AddressClass kind) {
    final Set<AddressClass> others = new HashSet<>(Set.of(AddressClass.values()));
    others.remove(kind);
    final Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("allow all", Rules.allow().build());
    rules.put("allow all other classes", Rules.allow().special(others).build());
    rules.put(
        "allow all addresses",
        Rules.allow().to("0.0.0.0/0", "::/0").special(others).build());
    rules.put(
        "allow the name",
        Rules.allow().names("*.example.net").special(others).build());
    rules.put("deny", Rules.deny().build());
    return rules;
  }

  private static List<String> formsOf(final AddressClass kind) {
    final List<String> forms = new ArrayList<>(V6.getOrDefault(kind, List.of()));
    for (final String v4 : V4.getOrDefault(kind, List.of())) {
      forms.add(v4);
      forms.addAll(carrying(v4));
    }
    return forms;
  }

  /** Mapped, in two ways to write it, translated, compatible, 6to4, NAT64. */
  private static List<String> carrying(final String v4) {
    final int value = Address.parse(v4).v4();
    final String groups = Integer.toHexString(value >>> 16) + ":" + Integer.toHexString(value & 0xffff);
    final List<String> forms = new ArrayList<>(List.of(
        "::ffff:" + v4,
        "0:0:0:0:0:FFFF:" + groups,
        "::ffff:0:" + v4,
        "2002:" + groups + "::1",
        "2002:" + groups + ":ffff::",
        "64:ff9b::" + v4));
    Optional.of("::" + v4).filter(compatible -> value > 1 || value < 0).ifPresent(forms::add);
    return forms;
  }

  private static Policy policy(final Rule... rules) {
    return new Policy(List.of(rules), OWN);
  }

  private static Facts facts(final String name, final Address address) {
    return new Facts(Address.parse("127.0.0.1"), null, name, address, PORT, "lan");
  }
}
