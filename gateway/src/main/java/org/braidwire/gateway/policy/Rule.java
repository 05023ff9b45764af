package org.braidwire.gateway.policy;

import java.util.List;
import java.util.Set;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.HostName;

/**
 * One rule: for whom, to where, and how the connection is then carried. An empty list holds everything.
 *
 * @param number counted from 1
 * @param line in the configuration
 * @param allow or deny
 * @param from prefixes of clients
 * @param users who proved to be one of them; where there are any, a client without a name is none
 * @param to prefixes of targets
 * @param names of targets; where there are any, a target that came as an address is none of them
 * @param special classes of addresses that are let through; of rules that allow
 * @param carriage how it is carried
 */
public record Rule(
    int number,
    int line,
    boolean allow,
    List<Prefix> from,
    List<String> users,
    List<Prefix> to,
    List<NamePattern> names,
    List<PortRange> ports,
    Set<AddressClass> special,
    Carriage carriage) {
  /** Keeps copies. */
  public Rule {
    from = List.copyOf(from);
    users = List.copyOf(users);
    to = List.copyOf(to);
    names = List.copyOf(names);
    ports = List.copyOf(ports);
    special = Set.copyOf(special);
  }

  /** Whether every request meets it, so that no rule behind it is ever reached. */
  public boolean meetsEverything() {
    return from.isEmpty() && users.isEmpty() && to.isEmpty() && names.isEmpty() && ports.isEmpty();
  }

  /** All but the address of the target. */
  boolean meets(final Facts facts, final HostName name) {
    return (from.isEmpty() || from.stream().anyMatch(prefix -> prefix.contains(facts.source())))
        && (users.isEmpty() || facts.user() != null && users.contains(facts.user()))
        && (names.isEmpty() || name != null && names.stream().anyMatch(pattern -> pattern.matches(name)))
        && (ports.isEmpty() || ports.stream().anyMatch(range -> range.contains(facts.port())));
  }

  boolean speaksOfAddresses() {
    return !to.isEmpty();
  }

  /**
   * Whether the target is one of {@code to}. A rule that allows goes by the IPv4 address that an IPv6 address carries, a
   * rule that denies by either: no way to write an address leads around it.
   */
  boolean meetsTarget(final Address target) {
    final Address carried = target.carriedV4().orElse(target);
    return to.isEmpty()
        || to.stream().anyMatch(prefix -> prefix.contains(carried) || !allow && prefix.contains(target));
  }

  @Override
  public String toString() {
    return "rule " + number + " (line " + line + ")";
  }
}
