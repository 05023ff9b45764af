package org.braidwire.gateway.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes rules for tests. */
final class Rules {
  private final boolean allow;
  private List<Prefix> from = List.of();
  private List<String> users = List.of();
  private List<Prefix> to = List.of();
  private List<NamePattern> names = List.of();
  private List<PortRange> ports = List.of();
  private Set<AddressClass> special = Set.of();
  private int number = 1;

  private Rules(final boolean allow) {
    this.allow = allow;
  }

  static Rules allow() {
    return new Rules(true);
  }

  static Rules deny() {
    return new Rules(false);
  }

  Rules number(final int counted) {
    number = counted;
    return this;
  }

  Rules from(final String... prefixes) {
    from = Stream.of(prefixes).map(Prefix::parse).toList();
    return this;
  }

  Rules users(final String... who) {
    users = List.of(who);
    return this;
  }

  Rules to(final String... prefixes) {
    to = Stream.of(prefixes).map(Prefix::parse).toList();
    return this;
  }

  Rules names(final String... patterns) {
    names = Stream.of(patterns).map(NamePattern::parse).toList();
    return this;
  }

  Rules ports(final String... ranges) {
    ports = Stream.of(ranges).map(PortRange::parse).toList();
    return this;
  }

  Rules special(final Set<AddressClass> classes) {
    special = classes;
    return this;
  }

  Rule build() {
    return new Rule(number, number * 10, allow, from, users, to, names, ports, special, Carriage.PLAIN);
  }
}
