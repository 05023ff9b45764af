package org.braidwire.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.policy.PortRange;
import org.braidwire.io.PortChoice;
import org.braidwire.scheduler.Schedulers;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.ThreadPlan;

/** Reads every key of every table; what they say of each other is looked at later. One thread. */
final class DraftReader {
  static final int MAX_LISTENERS = 64;
  private static final int MAX_PATHS = 16;
  private static final int MAX_RULES = 1_000;
  private static final int MAX_CONNECTIONS = 1_000_000;
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST_SET_UP = Duration.ofMinutes(10);
  private static final Duration LONGEST_IDLE = Duration.ofDays(30);
  private static final long LEAST_MEMORY_BYTES = 16L << 20;
  private static final long MOST_MEMORY_BYTES = 1L << 40;
  private static final long LEAST_PER_CONNECTION_BYTES = 64L << 10;

  private final Draft draft;
  private final Problems problems;
  private final Path folder;

  /** @param folder where relative names of files begin */
  DraftReader(final Section root, final Problems problems, final Path folder) {
    this.draft = new Draft(root);
    this.problems = problems;
    this.folder = folder;
  }

  Draft read() {
    final Section root = draft.root;
    draft.role = root.require("role", Kind.ROLE);
    draft.name = root.get("name", Kind.LABEL, DefaultConfig.NAME);
    root.tables("path", MAX_PATHS).forEach(this::path);
    if (root.isFor(Role.ENTRY, draft.role, "exit")) {
      exit(root.table("exit"));
    }
    tunnel(root.table("tunnel"));
    if (root.isFor(Role.ENTRY, draft.role, "socks")) {
      root.tables("socks", MAX_LISTENERS).forEach(this::socks);
    }
    if (root.isFor(Role.ENTRY, draft.role, "forward")) {
      root.tables("forward", MAX_LISTENERS).forEach(this::forward);
    }
    final RuleReader rules = new RuleReader(draft);
    root.tables("rule", MAX_RULES).forEach(rules::read);
    limits(root.table("limits"));
    engine(root.table("engine"));
    root.close();
    return draft;
  }

  private void path(final Section section) {
    final String name = section.require("name", Kind.LABEL);
    final String device = section.require("interface", Kind.DEVICE);
    final String address = section.require("address", Kind.PATH_ADDRESS);
    final String via = section.get("via", Kind.GATEWAY);
    final PortRange ports = section.get("ports", Kind.PORTS);
    final boolean backup = section.flag("backup");
    section.close();
    PathConfig path = null;
    if (address != null) {
      final String plain = (device == null ? "link" : device) + "=" + address + (backup ? ",backup" : "");
      path = stackPath(plain, section, "address");
      if (path != null && via != null) {
        path = stackPath(plain + ",via=" + via, section, "via");
      }
      if (path != null && ports != null) {
        path = stackPath(
            plain + (via == null ? "" : ",via=" + via) + ",ports=" + ports.first() + "-" + ports.last(),
            section,
            "ports");
      }
    }
    draft.add(draft.paths, new PathSpec(name, path), section);
  }

  /** The stack judges its paths itself; the key is what was added last, so that it is what is wrong. */
  private PathConfig stackPath(final String text, final Section section, final String key) {
    try {
      return PathConfig.parse(text);
    } catch (final IllegalArgumentException wrong) {
      final String why = wrong.getMessage().replaceFirst("^path '.*': ", "");
      problems.error(section.spot(key), key + ": " + why + "; an address of the link's subnet was meant");
      return null;
    }
  }

  private void exit(final Section section) {
    draft.exit = section.get("address", Kind.ENDPOINT);
    if (draft.role == Role.ENTRY && !section.has("address")) {
      problems.absence(
          section.spot(),
          "[exit]: address is missing; where the tunnel ends, such as \"203.0.113.2:5000\", was meant");
    }
    section.close();
    if (draft.exit != null) {
      draft.origin(draft.exit, section);
    }
  }

  private void tunnel(final Section section) {
    final Path file = section.get("key_file", Kind.FILE);
    final String variable = section.get("key_env", Kind.ENVIRONMENT);
    if (section.isFor(Role.EXIT, draft.role, "listen")) {
      draft.listenPort = section.number("listen", 1, Target.MAX_PORT, 0);
      if (draft.role == Role.EXIT && !section.has("listen")) {
        section.missing("listen", "the port where entries connect, such as 5000,");
      }
    }
    section.close();
    if (section.has("key_file") && section.has("key_env")) {
      problems.error(
          section.spot("key_env"), "[tunnel]: key_file and key_env are both here; one of them was meant");
    } else if (!section.has("key_file") && !section.has("key_env")) {
      problems.absence(
          section.spot(), "[tunnel]: no key; key_file = \"FILE\" or key_env = \"VARIABLE\" was meant");
    } else if (file != null || variable != null) {
      draft.key = new KeySource(file == null ? null : folder.resolve(file), variable);
      draft.origin(draft.key, section);
    }
  }

  private void socks(final Section section) {
    final String name = section.require("name", Kind.LABEL);
    final Endpoint listen = section.require("listen", Kind.ENDPOINT);
    final Path users = section.get("users_file", Kind.FILE);
    section.close();
    draft.add(draft.socks, new SocksConfig(name, listen, users == null ? null : folder.resolve(users)), section);
  }

  private void forward(final Section section) {
    final String name = section.require("name", Kind.LABEL);
    final Endpoint listen = section.require("listen", Kind.ENDPOINT);
    final Target target = section.require("target", Kind.TARGET);
    section.close();
    draft.add(draft.forwards, new ForwardConfig(name, listen, target), section);
  }

  private void limits(final Section section) {
    final LimitsConfig otherwise = LimitsConfig.defaults();
    draft.limits = new LimitsConfig(
        section.number("connections", 1, MAX_CONNECTIONS, otherwise.connections()),
        section.number("connections_per_source", 1, MAX_CONNECTIONS, otherwise.connectionsPerSource()),
        time(section, "handshake_timeout", LONGEST_SET_UP, otherwise.handshakeTimeout()),
        time(section, "connect_timeout", LONGEST_SET_UP, otherwise.connectTimeout()),
        time(section, "idle_timeout", LONGEST_IDLE, otherwise.idleTimeout()),
        time(section, "half_open_timeout", LONGEST_IDLE, otherwise.halfOpenTimeout()),
        size(section, "memory", LEAST_MEMORY_BYTES, otherwise.memoryBytes()),
        size(
            section,
            "memory_per_connection",
            LEAST_PER_CONNECTION_BYTES,
            otherwise.memoryPerConnectionBytes()));
    section.close();
    draft.origin(draft.limits, section);
  }

  private Duration time(final Section section, final String key, final Duration most, final Duration otherwise) {
    final Duration time = section.get(key, Kind.TIME, otherwise);
    if (time.compareTo(SHORTEST) >= 0 && time.compareTo(most) <= 0) {
      return time;
    }
    outOfRange(section, key, Units.format(time), Units.format(SHORTEST), Units.format(most));
    return otherwise;
  }

  private long size(final Section section, final String key, final long least, final long otherwise) {
    final long octets = section.get(key, Kind.SIZE, otherwise);
    if (octets >= least && octets <= MOST_MEMORY_BYTES) {
      return octets;
    }
    outOfRange(section, key, Units.format(octets), Units.format(least), Units.format(MOST_MEMORY_BYTES));
    return otherwise;
  }

  private void outOfRange(
      final Section section, final String key, final String value, final String least, final String most) {
    problems.error(
        section.spot(key), key + ": " + value + " is out of range; " + least + " to " + most + " was meant");
  }

  private void engine(final Section section) {
    final EngineSettings otherwise = EngineSettings.defaults();
    draft.engine = new EngineSettings(
        section.get("idle", Kind.choice("idle strategy", ThreadPlan.IDLE_NAMES), otherwise.idle()),
        section.get("scheduler", Kind.choice("scheduler", Schedulers.names()), otherwise.scheduler()),
        section.get("io", Kind.choice("kind of port", ports()), otherwise.io()));
    section.close();
  }

  private static List<String> ports() {
    return Stream.concat(Stream.of(PortChoice.AUTO), PortChoice.KINDS.stream())
        .toList();
  }
}
