package org.braidwire.gateway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.policy.Prefix;
import org.braidwire.stack.api.PathConfig;

/** What the parts of a configuration say of each other. Parts that are wrong by themselves are null. One thread. */
final class CrossChecks {
  private static final Prefix LOOPBACK = Prefix.parse("127.0.0.0/8");
  private static final Address LOOPBACK_V6 = Address.parse("::1");

  private final Draft draft;
  private final Problems problems;

  CrossChecks(final Draft draft, final Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  void check() {
    paths();
    final List<Listener> listeners = listeners();
    names("path", draft.paths, PathSpec::name);
    names("listener", listeners, Listener::name);
    endpoints(listeners);
    if (draft.role == Role.ENTRY) {
      entry(listeners);
    } else if (draft.role == Role.EXIT) {
      exit();
    }
    limits();
    new RuleChecks(draft, problems).check();
  }

  /** A front end, whatever it speaks. */
  private record Listener(String name, Endpoint listen, Section section) {}

  private List<Listener> listeners() {
    final List<Listener> listeners = new ArrayList<>();
    draft.socks.forEach(socks -> listeners.add(new Listener(socks.name(), socks.listen(), draft.originOf(socks))));
    draft.forwards.forEach(
        forward -> listeners.add(new Listener(forward.name(), forward.listen(), draft.originOf(forward))));
    listeners.removeIf(listener -> listener.listen() == null);
    listeners.forEach(listener -> draft.origin(listener, listener.section()));
    return listeners;
  }

  private void paths() {
    if (!draft.root.has("path")) {
      problems.error(Spot.START, "there is no path; [[path]] with name, interface and address was meant");
    }
    final Map<Address, PathSpec> seen = new HashMap<>();
    for (final PathSpec spec : sound(draft.paths)) {
      final PathSpec first = seen.putIfAbsent(GatewayConfig.addressOf(spec), spec);
      if (first != null) {
        problems.error(
            draft.originOf(spec).spot("address"),
            "two paths have the address " + GatewayConfig.addressOf(spec) + "; another than in line "
                + draft.originOf(first).spot("address").line() + " was meant");
      }
    }
  }

  private static List<PathSpec> sound(final List<PathSpec> paths) {
    return paths.stream().filter(spec -> spec.path() != null).toList();
  }

  private <T> void names(final String what, final List<T> parts, final Function<T, String> nameOf) {
    final Map<String, T> seen = new HashMap<>();
    for (final T part : parts) {
      final String name = nameOf.apply(part);
      final T first = name == null ? null : seen.putIfAbsent(name, part);
      if (first != null) {
        problems.error(
            draft.originOf(part).spot("name"),
            "two " + what + "s are called \"" + name + "\"; another name than in line "
                + draft.originOf(first).spot("name").line() + " was meant");
      }
    }
  }

  private void endpoints(final List<Listener> listeners) {
    for (int i = 0; i < listeners.size(); i++) {
      final Listener listener = listeners.get(i);
      final Spot spot = listener.section().spot("listen");
      listeners.subList(0, i).stream()
          .filter(other -> other.listen().overlaps(listener.listen()))
          .findFirst()
          .ifPresent(other -> problems.error(
              spot,
              "two listeners are at " + listener.listen() + "; another port than in line "
                  + other.section().spot("listen").line() + " was meant"));
      sound(draft.paths).stream()
          .filter(spec -> !spec.path().isShared())
          .filter(spec -> GatewayConfig.addressOf(spec)
              .equals(listener.listen().address()))
          .findFirst()
          .ifPresent(spec -> problems.error(
              spot,
              "the address of path \"" + spec.name()
                  + "\" is not the host's; an address that the host has was meant"));
    }
  }

  private void entry(final List<Listener> listeners) {
    if (!draft.root.has("socks") && !draft.root.has("forward")) {
      problems.error(Spot.START, "nothing is listened to; [[socks]] or [[forward]] was meant");
    }
    for (final Listener listener : listeners) {
      final Address address = listener.listen().address();
      final boolean local = LOOPBACK.contains(address) || LOOPBACK_V6.equals(address);
      if (listener.section().isCalled("[[socks]]")
          && !local
          && !listener.section().has("users_file")) {
        problems.warning(
            listener.section().spot("listen"),
            "it is open to other hosts without users; users_file, or rules with from, were meant");
      }
    }
    final Endpoint exit = draft.exit;
    if (exit == null) {
      return;
    }
    final Spot spot = draft.originOf(exit).spot("address");
    if (!exit.address().isV4() || exit.address().isUnspecified() || LOOPBACK.contains(exit.address())) {
      problems.error(
          spot, "the stack cannot connect to " + exit.address() + "; the exit's IPv4 address was meant");
    }
    if (sound(draft.paths).stream()
        .anyMatch(spec -> GatewayConfig.addressOf(spec).equals(exit.address()))) {
      problems.error(spot, exit.address() + " is a path of this entry; the exit's address was meant");
    }
  }

  private void exit() {
    for (final PathSpec spec : sound(draft.paths)) {
      final PathConfig path = spec.path();
      if (path.isShared()
          && draft.listenPort != 0
          && (draft.listenPort < path.firstPort() || draft.listenPort > path.lastPort())) {
        problems.error(
            draft.originOf(spec).spot("ports"),
            "port " + draft.listenPort + " of [tunnel] is not among them; a range with it was meant");
      }
    }
  }

  private void limits() {
    final LimitsConfig limits = Objects.requireNonNull(draft.limits);
    final Section section = draft.originOf(limits);
    if (limits.connectionsPerSource() > limits.connections()) {
      problems.error(
          section.spot(section.has("connections_per_source") ? "connections_per_source" : "connections"),
          "connections_per_source is " + limits.connectionsPerSource() + "; no more than connections, "
              + limits.connections() + ", was meant");
    }
    if (limits.memoryPerConnectionBytes() > limits.memoryBytes()) {
      problems.error(
          section.spot(section.has("memory_per_connection") ? "memory_per_connection" : "memory"),
          "memory_per_connection is " + Units.format(limits.memoryPerConnectionBytes())
              + "; no more than memory, " + Units.format(limits.memoryBytes()) + ", was meant");
    }
  }
}
