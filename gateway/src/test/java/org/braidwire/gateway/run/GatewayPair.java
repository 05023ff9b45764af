package org.braidwire.gateway.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.config.EngineSettings;
import org.braidwire.gateway.config.ForwardConfig;
import org.braidwire.gateway.config.GatewayConfig;
import org.braidwire.gateway.config.KeySource;
import org.braidwire.gateway.config.LimitsConfig;
import org.braidwire.gateway.config.PathSpec;
import org.braidwire.gateway.config.Role;
import org.braidwire.gateway.config.SocksConfig;
import org.braidwire.gateway.config.TunnelConfig;
import org.braidwire.gateway.policy.AddressClass;
import org.braidwire.gateway.policy.Carriage;
import org.braidwire.gateway.policy.PortRange;
import org.braidwire.gateway.policy.Rule;
import org.braidwire.gateway.watch.GatewayEvent;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.PathConfig;

/** An entry and an exit in this process, two wires in memory between them; their clients and servers are on loopback. */
final class GatewayPair implements AutoCloseable {
  static final int DENIED_PORT = 9;
  private static final int TUNNEL_PORT = 5000;

  final MemoryWire wireA = new MemoryWire("wire-a");
  final MemoryWire wireB = new MemoryWire("wire-b");
  final Queue<GatewayEvent> entryEvents = new ConcurrentLinkedQueue<>();
  final Queue<GatewayEvent> exitEvents = new ConcurrentLinkedQueue<>();
  final Gateway entry;
  final Gateway exit;

  GatewayPair(final Path folder, final LimitsConfig limits, final Target forwardTo) throws IOException {
    this(
        key(folder.resolve("entry.key"), new byte[32]),
        key(folder.resolve("exit.key"), new byte[32]),
        limits,
        forwardTo);
  }

  GatewayPair(final Path entryKey, final Path exitKey, final LimitsConfig limits, final Target forwardTo)
      throws IOException {
    final GatewayConfig exitConfig = config(Role.EXIT, exitKey, limits, forwardTo);
    exit = Gateway.open(exitConfig, stack(exitConfig, 0), machine(), exitEvents::add);
    final GatewayConfig entryConfig = config(Role.ENTRY, entryKey, limits, forwardTo);
    entry = Gateway.open(entryConfig, stack(entryConfig, 1), machine(), entryEvents::add);
  }

  static Path key(final Path file, final byte[] secret) throws IOException {
    return Files.writeString(file, "1 " + Base64.getEncoder().encodeToString(secret) + "\n");
  }

  /** A port that nobody listens on just now; one chosen by the kernel would be none that a policy can know. */
  private static Endpoint free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return Endpoint.of(socket.getLocalSocketAddress());
    }
  }

  private static Machine machine() {
    return new Machine(System::nanoTime, System::currentTimeMillis, new SecureRandom(), List.of());
  }

  private Braidwire stack(final GatewayConfig config, final int end) {
    return Gateway.stackOf(config)
        .countersFolder(null)
        .port("eth1", (engine, request) -> wireA.open(end, request.memory(), 0x02_00_5e_00_00_10L + end))
        .port("eth2", (engine, request) -> wireB.open(end, request.memory(), 0x02_00_5e_00_00_20L + end))
        .start();
  }

  private static GatewayConfig config(
      final Role role, final Path key, final LimitsConfig limits, final Target forwardTo) throws IOException {
    final boolean isEntry = role == Role.ENTRY;
    final int host = isEntry ? 3 : 2;
    return new GatewayConfig(
        role,
        role.label(),
        List.of(
            new PathSpec("a", PathConfig.parse("eth1=192.0.2." + host + "/28")),
            new PathSpec("b", PathConfig.parse("eth2=192.0.2." + (host + 16) + "/28"))),
        isEntry ? new Endpoint(Address.parse("192.0.2.2"), TUNNEL_PORT) : null,
        new TunnelConfig(new KeySource(key, null), isEntry ? 0 : TUNNEL_PORT),
        isEntry ? List.of(new SocksConfig("lan", free(), null)) : List.of(),
        isEntry ? List.of(new ForwardConfig("fixed", free(), forwardTo)) : List.of(),
        List.of(
            rule(1, false, List.of(PortRange.parse(Integer.toString(DENIED_PORT)))),
            rule(2, true, List.of())),
        limits,
        EngineSettings.defaults());
  }

  private static Rule rule(final int number, final boolean allow, final List<PortRange> ports) {
    return new Rule(
        number,
        number,
        allow,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        ports,
        allow ? Set.of(AddressClass.LOOPBACK) : Set.of(),
        Carriage.PLAIN);
  }

  Endpoint socks() {
    return entry.endpoints().getFirst();
  }

  Endpoint forward() {
    return entry.endpoints().getLast();
  }

  @Override
  public void close() {
    entry.close();
    exit.close();
  }
}
