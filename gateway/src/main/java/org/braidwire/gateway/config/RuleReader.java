package org.braidwire.gateway.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.braidwire.gateway.policy.AddressClass;
import org.braidwire.gateway.policy.Carriage;
import org.braidwire.gateway.policy.NamePattern;
import org.braidwire.gateway.policy.PortRange;
import org.braidwire.gateway.policy.Prefix;
import org.braidwire.gateway.policy.Rule;
import org.braidwire.scheduler.Schedulers;

/** Reads the tables {@code [[rule]]} in their order. One thread. */
final class RuleReader {
  private static final int MAX_VALUES = 1_000;

  private final Draft draft;

  RuleReader(final Draft draft) {
    this.draft = draft;
  }

  void read(final Section section) {
    final Boolean allow = section.require("action", Kind.ACTION);
    final List<Prefix> from = section.list("from", Kind.PREFIX, MAX_VALUES);
    final List<String> users = section.list("users", Kind.USER, MAX_VALUES);
    final List<Prefix> to = section.list("to", Kind.PREFIX, MAX_VALUES);
    final List<NamePattern> names = section.list("names", Kind.NAMES, MAX_VALUES);
    final List<PortRange> ports = section.list("ports", Kind.PORTS, MAX_VALUES);
    final List<AddressClass> special = section.list("special", Kind.SPECIAL, AddressClass.values().length);
    final Carriage carriage = carriage(section);
    section.close();
    final Set<AddressClass> classes = EnumSet.noneOf(AddressClass.class);
    classes.addAll(special);
    final Rule rule = new Rule(
        draft.rules.size() + 1,
        section.spot().line(),
        Boolean.TRUE.equals(allow), // where it is wrong that was told, and nobody gets the rule
        from,
        users,
        to,
        names,
        ports,
        classes,
        carriage);
    draft.add(draft.rules, rule, section);
  }

  private Carriage carriage(final Section section) {
    final String label = section.get("label", Kind.LABEL, Carriage.PLAIN.label());
    final List<String> paths = new ArrayList<>();
    if (section.isFor(Role.ENTRY, draft.role, "paths")) {
      paths.addAll(section.list("paths", Kind.LABEL, MAX_VALUES));
    }
    final String scheduler =
        section.get("scheduler", Kind.choice("scheduler", Schedulers.names()), Carriage.PLAIN.scheduler());
    return new Carriage(label, paths, scheduler, section.flag("require_mptcp"));
  }
}
