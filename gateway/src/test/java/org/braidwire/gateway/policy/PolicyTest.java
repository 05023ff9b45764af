package org.braidwire.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.braidwire.gateway.base.Address;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Address CLIENT = Address.parse("127.0.0.1");
  private static final Address WEB = Address.parse("93.184.216.34");

  @Test
  void refusesWhatNoRuleSpeaksOf() {
    final Decision decision = policy().decide(byName("www.example.net"));
    assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
    assertThat(decision.ruleNumber()).isZero();
    assertThat(decision.ruleLine()).isZero();
    assertThat(decision.reason()).isEqualTo("no rule allows www.example.net port 443 for 127.0.0.1 by lan");
  }

  @Test
  void theFirstRuleThatMeetsDecides() {
    final Policy policy = policy(
        Rules.deny().number(1).names("bad.example.net").build(),
        Rules.allow().number(2).names("*.example.net").build(),
        Rules.deny().number(3).build());
    assertThat(policy.decide(byName("bad.example.net")))
        .extracting(Decision::verdict, Decision::ruleNumber, Decision::ruleLine)
        .containsExactly(Verdict.DENY, 1, 10);
    assertThat(policy.decide(byName("good.example.net").resolved(WEB)))
        .extracting(Decision::verdict, Decision::ruleNumber, Decision::ruleLine)
        .containsExactly(Verdict.ALLOW, 2, 20);
    assertThat(policy.decide(byAddress(WEB)).ruleNumber()).isEqualTo(3);
  }

  @Test
  void aSpecialAddressDoesNotFallThroughToALaterRule() {
    final Policy policy = policy(
        Rules.allow().build(),
        Rules.allow().number(2).special(Set.of(AddressClass.PRIVATE)).build());
    final Decision decision = policy.decide(byAddress(Address.parse("10.0.0.1")));
    assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
    assertThat(decision.ruleNumber()).isEqualTo(1);
    assertThat(decision.reason()).endsWith("which is special, but does not name \"private\"");
  }

  @Test
  void anOwnAddressWantsItsOtherClassNamedToo() {
    final List<OwnEndpoint> own = List.of(new OwnEndpoint(Prefix.parse("127.0.0.0/8"), 1080));
    final Rule loopback =
        Rules.allow().special(Set.of(AddressClass.LOOPBACK)).build();
    final Rule ownOnly = Rules.allow().special(Set.of(AddressClass.OWN)).build();
    final Rule both = Rules.allow()
        .special(Set.of(AddressClass.OWN, AddressClass.LOOPBACK))
        .build();
    final Facts management = new Facts(CLIENT, null, null, CLIENT, 1080, "lan");
    assertThat(new Policy(List.of(loopback), own).decide(management).mayConnect())
        .isFalse();
    assertThat(new Policy(List.of(ownOnly), own).decide(management).mayConnect())
        .isFalse();
    assertThat(new Policy(List.of(both), own).decide(management).mayConnect())
        .isTrue();
    assertThat(new Policy(List.of(loopback), own).decide(byAddress(CLIENT)).mayConnect())
        .as("another port of that address")
        .isTrue();
  }

  @Test
  void sourceUserAndPortMustAllFit() {
    final Policy policy = policy(Rules.allow()
        .from("192.168.1.0/24", "fd00::/64")
        .users("ann", "bob")
        .ports("443", "5000-5999")
        .build());
    assertThat(ask(policy, "192.168.1.7", "ann", 443)).isTrue();
    assertThat(ask(policy, "fd00::7", "bob", 5000)).isTrue();
    assertThat(ask(policy, "::ffff:192.168.1.7", "bob", 5999)).isTrue();
    assertThat(ask(policy, "192.168.2.7", "ann", 443)).isFalse();
    assertThat(ask(policy, "192.168.1.7", "Ann", 443)).isFalse();
    assertThat(ask(policy, "192.168.1.7", null, 443)).isFalse();
    assertThat(ask(policy, "192.168.1.7", "ann", 444)).isFalse();
    assertThat(ask(policy, "192.168.1.7", "ann", 6000)).isFalse();
    assertThat(ask(policy, "192.168.1.7", "ann", 0)).isFalse();
    assertThat(ask(policy, "192.168.1.7", "ann", 65_536)).isFalse();
  }

  private static boolean ask(final Policy policy, final String source, final String user, final int port) {
    return policy.decide(new Facts(Address.parse(source), user, null, WEB, port, "lan"))
        .mayConnect();
  }

  @Test
  void namesAreComparedByLabelsAndWithoutCase() {
    final Policy policy =
        policy(Rules.allow().names("*.Example.net", "one.org").build());
    for (final String good :
        List.of("www.example.net", "a.b.EXAMPLE.net.", "xn--bcher-kva.example.net", "ONE.org")) {
      assertThat(policy.decide(byName(good)).verdict()).as(good).isEqualTo(Verdict.ALLOW_NAME);
    }
    for (final String bad : List.of(
        "example.net",
        "evil-example.net",
        "evilexample.net",
        "www.example.net.evil.org",
        "www.example.nett",
        "two.one.org",
        "one.org.evil.org")) {
      assertThat(policy.decide(byName(bad)).verdict()).as(bad).isEqualTo(Verdict.DENY);
    }
    assertThat(policy.decide(byAddress(WEB)).verdict())
        .as("a target without a name is none of them")
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void localhostIsLoopbackBeforeItIsResolved() {
    final Policy plain = policy(Rules.allow().build());
    final Policy naming =
        policy(Rules.allow().special(Set.of(AddressClass.LOOPBACK)).build());
    for (final String name : List.of("localhost", "LOCALHOST.", "db.localhost")) {
      assertThat(plain.decide(byName(name)).verdict()).as(name).isEqualTo(Verdict.DENY);
      assertThat(plain.decide(byName(name).resolved(WEB)).verdict())
          .as(name)
          .isEqualTo(Verdict.DENY);
      assertThat(naming.decide(byName(name)).verdict()).as(name).isEqualTo(Verdict.ALLOW_NAME);
    }
    assertThat(plain.decide(byName("mylocalhost")).verdict()).isEqualTo(Verdict.ALLOW_NAME);
  }

  @Test
  void rulesOfAddressesLeaveANameOpen() {
    final Policy denying = policy(
        Rules.deny().to("93.184.216.0/24").build(),
        Rules.allow().number(2).build());
    final Decision open = denying.decide(byName("www.example.net"));
    assertThat(open.verdict()).isEqualTo(Verdict.NEEDS_ADDRESS);
    assertThat(open.mayConnect()).isFalse();
    assertThat(open.ruleNumber()).isEqualTo(1);
    assertThat(denying.decide(byName("www.example.net").resolved(WEB)).verdict())
        .isEqualTo(Verdict.DENY);
    assertThat(denying.decide(byName("www.example.net").resolved(Address.parse("8.8.8.8")))
            .ruleNumber())
        .isEqualTo(2);

    final Policy hopeless = policy(
        Rules.deny().to("93.184.216.0/24").build(),
        Rules.deny().number(2).build());
    assertThat(hopeless.decide(byName("www.example.net")).verdict()).isEqualTo(Verdict.DENY);
    final Policy allowing =
        policy(Rules.allow().to("93.184.216.0/24").build(), Rules.deny().build());
    assertThat(allowing.decide(byName("www.example.net")).verdict()).isEqualTo(Verdict.NEEDS_ADDRESS);
    assertThat(allowing.decide(byName("www.example.net").resolved(WEB)).verdict())
        .isEqualTo(Verdict.ALLOW);
  }

  @Test
  void anAddressInANameMustBeTheAddressThatIsConnectedTo() {
    final Policy policy = policy(Rules.allow().build());
    assertThat(policy.decide(byName("93.184.216.34")).verdict()).isEqualTo(Verdict.ALLOW);
    assertThat(policy.decide(byName("93.184.216.34").resolved(Address.parse("8.8.8.8")))
            .verdict())
        .isEqualTo(Verdict.DENY);
  }

  @Test
  void aRequestWithoutATargetIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Facts(CLIENT, null, null, null, 443, "lan"));
  }

  private static Policy policy(final Rule... rules) {
    return new Policy(List.of(rules), List.of());
  }

  private static Facts byName(final String name) {
    return new Facts(CLIENT, null, name, null, 443, "lan");
  }

  private static Facts byAddress(final Address address) {
    return new Facts(CLIENT, null, null, address, 443, "lan");
  }
}
