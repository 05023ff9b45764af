package org.braidwire.gateway.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.HostName;
import org.braidwire.gateway.base.Target;

/**
 * Who may connect where. Rules in order, the first that meets the request decides, and without one it is refused; a rule
 * that allows lets special addresses through only where it names their classes. Immutable, pure; any thread.
 */
public final class Policy {
  private final List<Rule> rules;
  private final List<OwnEndpoint> own;

  /**
   * A policy.
   *
   * @param own addresses of the gateway's own, which are special, too
   */
  public Policy(final List<Rule> rules, final List<OwnEndpoint> own) {
    this.rules = List.copyOf(rules);
    this.own = List.copyOf(own);
  }

  /**
   * Judges a request. With an address the verdict is to connect or not. With a name alone it is whether the name may be
   * resolved; each address that it resolves to is then judged by {@link Facts#resolved}.
   */
  public Decision decide(final Facts facts) {
    if (facts.port() < 1 || facts.port() > Target.MAX_PORT) {
      return refused("there is no port " + facts.port());
    }
    final Optional<Address> literal = literal(facts.name());
    if (literal.isPresent()) {
      return decideLiteral(facts, literal.get());
    }
    final HostName name;
    try {
      name = facts.name() == null ? null : HostName.parse(facts.name());
    } catch (final IllegalArgumentException none) {
      return refused(none.getMessage());
    }
    return facts.address() == null ? decideName(facts, name) : decideAddress(facts, name);
  }

  /** An address that came as a name is the address, and no name of any rule. */
  private Decision decideLiteral(final Facts facts, final Address literal) {
    return facts.address() == null || facts.address().equals(literal)
        ? decideAddress(facts.resolved(literal), null)
        : refused("the name " + literal + " is not the address " + facts.address());
  }

  private static Optional<Address> literal(final String name) {
    return name == null ? Optional.empty() : Address.find(name);
  }

  /** A name without an address: until a rule decides by the name alone, those that speak of addresses leave it open. */
  private Decision decideName(final Facts facts, final HostName name) {
    Rule open = null;
    boolean mayAllow = false;
    for (final Rule rule : rules) {
      if (!rule.meets(facts, name)) {
        continue;
      }
      mayAllow |= rule.allow();
      if (rule.speaksOfAddresses()) {
        open = open == null ? rule : open;
      } else if (open == null) {
        return byRule(rule, Verdict.ALLOW_NAME, SpecialAddresses.ofName(name), facts);
      } else {
        break;
      }
    }
    return open != null && mayAllow
        ? new Decision(Verdict.NEEDS_ADDRESS, open, open + " speaks of addresses, " + name + " is a name")
        : refused("no rule allows " + describe(facts));
  }

  private Decision decideAddress(final Facts facts, final HostName name) {
    final Set<AddressClass> classes = EnumSet.noneOf(AddressClass.class);
    SpecialAddresses.classOf(facts.address()).ifPresent(classes::add);
    if (own.stream().anyMatch(endpoint -> endpoint.isAt(facts.address(), facts.port()))) {
      classes.add(AddressClass.OWN);
    }
    if (name != null) {
      classes.addAll(SpecialAddresses.ofName(name));
    }
    for (final Rule rule : rules) {
      if (rule.meets(facts, name) && rule.meetsTarget(facts.address())) {
        return byRule(rule, Verdict.ALLOW, classes, facts);
      }
    }
    return refused("no rule allows " + describe(facts));
  }

  /** What the rule that decides says; the classes are those that it must name. */
  private static Decision byRule(
      final Rule rule, final Verdict allowed, final Set<AddressClass> classes, final Facts facts) {
    if (!rule.allow()) {
      return new Decision(Verdict.DENY, rule, rule + " denies " + describe(facts));
    }
    for (final AddressClass wanted : classes) {
      if (!rule.special().contains(wanted)) {
        return new Decision(
            Verdict.DENY,
            rule,
            rule + " would allow " + describe(facts) + ", which is special, but does not name \""
                + wanted.label() + "\"");
      }
    }
    return new Decision(allowed, rule, rule + " allows " + describe(facts));
  }

  private static Decision refused(final String reason) {
    return new Decision(Verdict.DENY, null, reason);
  }

  /** Names come here only when they are sound, users never: what a client says of itself is no text for a journal. */
  private static String describe(final Facts facts) {
    final String address = facts.address() == null ? "" : facts.address().toString();
    final String named =
        facts.name() == null ? address : facts.name() + (address.isEmpty() ? "" : " at " + address);
    return named + " port " + facts.port() + " for " + facts.source() + " by " + facts.frontEnd();
  }
}
