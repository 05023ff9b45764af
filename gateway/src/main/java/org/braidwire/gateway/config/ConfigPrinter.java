package org.braidwire.gateway.config;

import java.util.stream.Stream;
import org.braidwire.gateway.policy.AddressClass;
import org.braidwire.gateway.policy.Carriage;
import org.braidwire.gateway.policy.Rule;
import org.braidwire.io.PortChoice;
import org.braidwire.scheduler.Schedulers;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.ThreadPlan;
import org.braidwire.stack.wire.IpAddress;

/** A configuration as a text that reads back as the same one, with every key that has a value. Stateless. */
public final class ConfigPrinter {
  private static final int IPV4_BITS = 32;

  private ConfigPrinter() {}

  /** TOML with a note at each key. */
  public static String print(final GatewayConfig config) {
    final TomlText text = new TomlText()
        .quoted("role", config.role().label(), "entry or exit")
        .quoted("name", config.name(), "in journal and metrics");
    config.paths().forEach(path -> path(text, path));
    if (config.exit() != null) {
      text.header("[exit]").quoted("address", config.exit(), "where the tunnel ends");
    }
    tunnel(text, config);
    config.socks().forEach(socks -> socks(text, socks));
    config.forwards()
        .forEach(forward -> text.header("[[forward]]")
            .quoted("name", forward.name(), "")
            .quoted("listen", forward.listen(), "address:port of the host")
            .quoted("target", forward.target(), "a name, resolved at the exit, or an address, and a port"));
    if (config.forwards().isEmpty() && config.role() == Role.ENTRY) {
      text.header("# [[forward]]")
          .unset("name = \"db\"", "")
          .unset("listen = \"127.0.0.1:5432\"", "address:port of the host")
          .unset(
              "target = \"db.example.net:5432\"",
              "a name, resolved at the exit, or an address, and a port");
    }
    config.rules().forEach(rule -> rule(text, rule));
    if (config.rules().isEmpty()) {
      exampleRule(text, config.role());
    }
    limits(text, config.limits());
    return engine(text, config.engine()).toString();
  }

  private static void path(final TomlText text, final PathSpec spec) {
    final PathConfig path = spec.path();
    text.header("[[path]]")
        .quoted("name", spec.name(), "in rules, journal and metrics")
        .quoted("interface", path.interfaceName(), "the link")
        .quoted(
            "address",
            IpAddress.format(path.addressHigh(), path.addressLow()) + "/" + path.prefixLength(),
            "Braidwire's own, unless there are ports");
    if (path.hasGateway()) {
      text.quoted("via", IpAddress.format(path.gatewayHigh(), path.gatewayLow()), "gateway beyond the subnet");
    } else {
      text.unset("via = \"" + neighbour(path) + "\"", "gateway beyond the subnet; none by default");
    }
    if (path.isShared()) {
      text.quoted(
          "ports", path.firstPort() + "-" + path.lastPort(), "Braidwire's ports at an address of the host");
    } else {
      text.unset("ports = \"5000-5999\"", "for an address that the host keeps: Braidwire's ports there");
    }
    text.plain("backup", path.backup(), "whether it carries data only when no other can");
  }

  /** An address of the subnet that is not the path's own, nor the subnet's name or broadcast. */
  private static String neighbour(final PathConfig path) {
    final long first = path.addressLow() & -1L << IPV4_BITS - path.prefixLength();
    return IpAddress.format(path.addressHigh(), first + (path.addressLow() == first + 1 ? 2 : 1));
  }

  private static void tunnel(final TomlText text, final GatewayConfig config) {
    final KeySource key = config.tunnel().key();
    text.header("[tunnel]");
    if (key.file() != null) {
      text.quoted("key_file", key.file(), "lines ID BASE64, the same at both ends; mode 600")
          .unset("key_env = \"BRAIDWIRE_KEY\"", "instead: a variable that holds these lines");
    } else {
      text.quoted("key_env", key.variable(), "a variable with lines ID BASE64, the same at both ends");
    }
    if (config.role() == Role.EXIT) {
      text.plain("listen", config.tunnel().listenPort(), "port on each path where entries connect");
    }
  }

  private static void socks(final TomlText text, final SocksConfig socks) {
    text.header("[[socks]]")
        .quoted("name", socks.name(), "")
        .quoted("listen", socks.listen(), "address:port of the host; [address]:port for IPv6");
    if (socks.usersFile() != null) {
      text.quoted("users_file", socks.usersFile(), "names and hashes of passwords; mode 600");
    } else {
      text.unset(
          "users_file = \"/etc/braidwire/users\"",
          "names and hashes of passwords; nobody is asked by default");
    }
  }

  private static void rule(final TomlText text, final Rule rule) {
    final Carriage carriage = rule.carriage();
    text.header("[[rule]]")
        .quoted("action", rule.allow() ? "allow" : "deny", "")
        .list("from", rule.from())
        .list("users", rule.users())
        .list("to", rule.to())
        .list("names", rule.names())
        .list("ports", rule.ports())
        .list(
            "special",
            rule.special().stream()
                .sorted()
                .map(AddressClass::label)
                .toList())
        .list("paths", carriage.paths());
    if (!carriage.label().isEmpty()) {
      text.quoted("label", carriage.label(), "");
    }
    if (!carriage.scheduler().isEmpty()) {
      text.quoted("scheduler", carriage.scheduler(), "");
    }
    if (carriage.requireMptcp()) {
      text.plain("require_mptcp", true, "");
    }
  }

  private static void exampleRule(final TomlText text, final Role role) {
    text.header("# [[rule]]")
        .note("without a rule everything is refused; the first that meets a request decides")
        .unset("action = \"allow\"", "or deny; the only key that must be there")
        .unset("from = [\"127.0.0.0/8\"]", "clients; all by default")
        .unset("users = [\"ann\"]", "of users_file; by default all, also who proved nothing")
        .unset("to = [\"198.18.0.0/15\"]", "addresses of targets; all by default")
        .unset("names = [\"*.example.net\"]", "names of targets; by default all, also addresses")
        .unset("ports = [\"443\", \"5000-5999\"]", "of targets; all by default")
        .unset("special = [\"private\"]", "classes of addresses that are refused otherwise:")
        .note(String.join(
            ", ",
            Stream.of(AddressClass.values())
                .map(AddressClass::label)
                .toList()))
        .unset("label = \"web\"", "for journal and metrics");
    if (role == Role.ENTRY) {
      text.unset("paths = [\"line-a\"]", "that carry it; all by default");
    }
    text.unset("scheduler = \"lowest-rtt\"", "the engine's by default")
        .unset("require_mptcp = false", "whether a fall-back to TCP is refused");
  }

  private static void limits(final TomlText text, final LimitsConfig limits) {
    text.header("[limits]")
        .plain("connections", limits.connections(), "at a time")
        .plain("connections_per_source", limits.connectionsPerSource(), "of one client's address")
        .quoted(
            "handshake_timeout",
            Units.format(limits.handshakeTimeout()),
            "for a client's request; ms, s, min, h, d")
        .quoted("connect_timeout", Units.format(limits.connectTimeout()), "for the connection to the target")
        .quoted("idle_timeout", Units.format(limits.idleTimeout()), "without an octet either way")
        .quoted(
            "half_open_timeout",
            Units.format(limits.halfOpenTimeout()),
            "the same, when one side has ended")
        .quoted("memory", Units.format(limits.memoryBytes()), "of all connections; KiB, MiB, GiB, TiB")
        .quoted("memory_per_connection", Units.format(limits.memoryPerConnectionBytes()), "of one");
  }

  private static TomlText engine(final TomlText text, final EngineSettings engine) {
    return text.header("[engine]")
        .quoted("idle", engine.idle(), String.join(", ", ThreadPlan.IDLE_NAMES))
        .quoted("scheduler", engine.scheduler(), String.join(", ", Schedulers.names()))
        .quoted("io", engine.io(), PortChoice.AUTO + ", " + String.join(", ", PortChoice.KINDS));
  }
}
