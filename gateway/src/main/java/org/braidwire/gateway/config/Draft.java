package org.braidwire.gateway.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.policy.Rule;

/** A configuration while it is read and checked: what was missing or wrong is null. One thread. */
final class Draft {
  final Section root;
  Role role;
  String name;
  Endpoint exit;
  KeySource key;
  int listenPort;
  LimitsConfig limits;
  EngineSettings engine;
  final List<PathSpec> paths = new ArrayList<>();
  final List<SocksConfig> socks = new ArrayList<>();
  final List<ForwardConfig> forwards = new ArrayList<>();
  final List<Rule> rules = new ArrayList<>();

  /** By identity: equal ones, of which one is too much, come from different sections. */
  private final IdentityHashMap<Object, Section> origins = new IdentityHashMap<>();

  Draft(final Section root) {
    this.root = root;
  }

  <T> void add(final List<T> list, final T part, final Section origin) {
    list.add(part);
    origins.put(part, origin);
  }

  void origin(final Object part, final Section origin) {
    origins.put(part, origin);
  }

  Section originOf(final Object part) {
    return origins.getOrDefault(part, root);
  }

  GatewayConfig finish() {
    return new GatewayConfig(
        role, name, paths, exit, new TunnelConfig(key, listenPort), socks, forwards, rules, limits, engine);
  }
}
