package org.braidwire.gateway.config;

import java.util.List;
import java.util.Objects;
import org.braidwire.gateway.policy.Carriage;
import org.braidwire.gateway.policy.Rule;

/** What is wrong or odd with rules beside the rest of the configuration. One thread. */
final class RuleChecks {
  private final Draft draft;
  private final Problems problems;

  RuleChecks(final Draft draft, final Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void check() {
    if (!draft.root.has("rule")) {
      problems.warning(Spot.START, "there is no rule, so that everything is refused; [[rule]] was meant");
    }
    final List<String> paths = draft.paths.stream()
        .map(PathSpec::name)
        .filter(Objects::nonNull)
        .toList();
    final boolean anyUsers = draft.socks.stream().anyMatch(socks -> socks.usersFile() != null);
    final boolean lastIsKnown = !problems.anyError(); // a list without its wrong values may seem to meet everything
    Rule last = null;
    for (final Rule rule : draft.rules) {
      final Section section = draft.originOf(rule);
      if (last != null) {
        problems.warning(
            section.spot(), rule + " is never reached; before " + last + ", which meets all, was meant");
      } else if (lastIsKnown && rule.meetsEverything()) {
        last = rule;
      }
      if (section.has("action") && !rule.allow()) {
        denying(rule, section);
      }
      paths(rule, section, paths);
      if (draft.role == Role.ENTRY) {
        entry(rule, section, anyUsers);
      }
    }
  }

  private void denying(final Rule rule, final Section section) {
    if (!rule.special().isEmpty()) {
      problems.error(section.spot("special"), "special lets addresses through; action = \"allow\" was meant");
    }
    final Carriage carriage = rule.carriage();
    if (!carriage.paths().isEmpty() || !carriage.scheduler().isEmpty() || carriage.requireMptcp()) {
      problems.error(
          section.spot(),
          "a rule that denies carries nothing; none of paths, scheduler and require_mptcp was meant");
    }
  }

  private void paths(final Rule rule, final Section section, final List<String> paths) {
    for (int i = 0; i < rule.carriage().paths().size(); i++) {
      final String name = rule.carriage().paths().get(i);
      if (!paths.contains(name)) {
        problems.error(
            section.spot("paths", i), "no path is called \"" + name + "\"" + Similar.hint(name, paths));
      }
    }
  }

  private void entry(final Rule rule, final Section section, final boolean anyUsers) {
    if (!rule.users().isEmpty() && !anyUsers) {
      problems.warning(section.spot("users"), "nobody can prove to be a user; users_file in [[socks]] was meant");
    }
    if (!rule.to().isEmpty()) {
      problems.warning(
          section.spot("to"),
          "targets given by name are resolved at the exit, and refused where they come to this rule; names, or "
              + "this rule at the exit, were meant");
    }
  }
}
