package org.braidwire.gateway.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.braidwire.gateway.back.Back;
import org.braidwire.gateway.back.HostBack;
import org.braidwire.gateway.back.TunnelBack;
import org.braidwire.gateway.base.Deadlines;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.config.ForwardConfig;
import org.braidwire.gateway.config.GatewayConfig;
import org.braidwire.gateway.config.LimitsConfig;
import org.braidwire.gateway.config.Role;
import org.braidwire.gateway.config.SocksConfig;
import org.braidwire.gateway.front.Admission;
import org.braidwire.gateway.front.Carrier;
import org.braidwire.gateway.front.ForwardFront;
import org.braidwire.gateway.front.Front;
import org.braidwire.gateway.front.Reception;
import org.braidwire.gateway.front.SocketListener;
import org.braidwire.gateway.front.SocksFront;
import org.braidwire.gateway.front.StackListener;
import org.braidwire.gateway.front.TunnelFront;
import org.braidwire.gateway.names.HostNames;
import org.braidwire.gateway.policy.Carriage;
import org.braidwire.gateway.policy.Policy;
import org.braidwire.gateway.policy.Rule;
import org.braidwire.gateway.relay.RelayLimits;
import org.braidwire.gateway.relay.Relays;
import org.braidwire.gateway.socks.OneByOneCheck;
import org.braidwire.gateway.socks.UserCheck;
import org.braidwire.gateway.socks.Users;
import org.braidwire.gateway.tunnel.ReplayGuard;
import org.braidwire.gateway.tunnel.TunnelKey;
import org.braidwire.gateway.tunnel.TunnelKeys;
import org.braidwire.gateway.watch.GatewayEvents;
import org.braidwire.io.PortChoice;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.KeepAlive;

/**
 * One end of the tunnel, running: an entry with its listeners and the tunnel behind them, or an exit with the tunnel and
 * the host behind it. Any thread.
 */
public final class Gateway implements AutoCloseable {
  /** Of each direction of a connection. */
  private static final int BUFFER_BYTES = 32 * 1024;

  /** What a connection costs at rest: two rings of its stream, the end of a claim, and two buffers. */
  private static final long CONNECTION_BYTES = 2 * (256 << 10) + (15 << 10) + 2 * BUFFER_BYTES;

  /** The other gateway may be gone without a word: it is asked when nothing came for so long. */
  private static final Duration PEER_ASKED_AFTER = Duration.ofSeconds(3);

  private final GatewayConfig config;
  private final Braidwire stack;
  private final Machine machine;
  private final GatewayEvents events;
  private final Deadlines deadlines = new Deadlines();
  private final Relays relays = new Relays(deadlines);
  private final HostNames names;
  private final Admission admission;
  private final Policy policy;
  private final List<OneByOneCheck> checks = new ArrayList<>();
  private final List<AutoCloseable> listeners = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  private Gateway(
      final GatewayConfig config, final Braidwire stack, final Machine machine, final GatewayEvents events) {
    this.config = config;
    this.stack = stack;
    this.machine = machine;
    this.events = events;
    final LimitsConfig limits = config.limits();
    names = new HostNames(limits.connectTimeout(), machine.nanoTime());
    final int most = (int) Math.min(limits.connections(), limits.memoryBytes() / CONNECTION_BYTES);
    // All that an exit sees come from its entries, which have counted their clients.
    admission = new Admission(most, config.role() == Role.ENTRY ? limits.connectionsPerSource() : most);
    policy = config.policy(machine.hostAddresses());
  }

  /**
   * Opens everything, or nothing.
   *
   * @param stack with the paths of {@code config}; this gateway's to close from now on, also where this throws
   * @throws IOException in one line, if a key or a file cannot be read or an address is not to be had
   */
  public static Gateway open(
      final GatewayConfig config, final Braidwire stack, final Machine machine, final GatewayEvents events)
      throws IOException {
    final Gateway gateway = new Gateway(config, stack, machine, events);
    try {
      checkApplied(config);
      if (config.role() == Role.ENTRY) {
        gateway.openEntry();
      } else {
        gateway.openExit();
      }
      return gateway;
    } catch (final IOException | RuntimeException failure) {
      gateway.close();
      throw failure;
    }
  }

  /** A builder of the stack that {@code config} asks for. */
  public static BraidwireBuilder stackOf(final GatewayConfig config) {
    final BraidwireBuilder builder = Braidwire.builder()
        .config(StackConfig.defaults()
            .withScheduler(config.engine().scheduler())
            .withKeepAlive(KeepAlive.after(PEER_ASKED_AFTER.toNanos())))
        .idle(config.engine().idle())
        .io(PortChoice.auto().withIo(config.engine().io()));
    config.paths().forEach(spec -> builder.path(spec.path()));
    return builder;
  }

  /** What a configuration may say already although nothing obeys it yet: better refused than ignored. */
  private static void checkApplied(final GatewayConfig config) throws IOException {
    for (final Rule rule : config.rules()) {
      final Carriage carriage = rule.carriage();
      if (!carriage.paths().isEmpty() || !carriage.scheduler().isEmpty()) {
        throw new IOException(rule + " names paths or a scheduler of its own, which are not applied yet");
      }
    }
  }

  private void openEntry() throws IOException {
    final TunnelKey key = keys().getFirst();
    final Carrier carrier = carrier(new TunnelBack(
        stack,
        config.exit(),
        key,
        config.limits().connectTimeout(),
        deadlines,
        machine.wallMs(),
        machine.chance()));
    for (final SocksConfig socks : config.socks()) {
      final UserCheck users = users(socks.usersFile());
      final Front front =
          new SocksFront(socks.name(), users, config.limits().handshakeTimeout(), carrier, deadlines);
      listen(socks.listen(), reception(socks.name(), front));
    }
    for (final ForwardConfig forward : config.forwards()) {
      final Front front = new ForwardFront(forward.name(), forward.target(), carrier);
      listen(forward.listen(), reception(forward.name(), front));
    }
  }

  private void openExit() throws IOException {
    final Carrier carrier =
        carrier(new HostBack(policy, names, config.limits().connectTimeout()));
    final Front front = new TunnelFront(
        new TunnelKeys(keys()),
        new ReplayGuard(ReplayGuard.DEFAULT_NONCES, machine.wallMs().getAsLong()),
        config.limits().handshakeTimeout(),
        carrier,
        deadlines,
        machine.wallMs());
    listeners.add(StackListener.open(stack, config.tunnel().listenPort(), reception(TunnelFront.NAME, front)));
  }

  private UserCheck users(final Path file) throws IOException {
    if (file == null) {
      return null;
    }
    try {
      final OneByOneCheck check = new OneByOneCheck(Users.parse(Files.readAllLines(file)));
      checks.add(check);
      return check;
    } catch (final IllegalArgumentException wrong) {
      throw new IOException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  private List<TunnelKey> keys() throws IOException {
    return config.tunnel().key().load();
  }

  private Carrier carrier(final Back back) {
    final LimitsConfig limits = config.limits();
    final RelayLimits bounds = new RelayLimits(BUFFER_BYTES, limits.idleTimeout(), limits.halfOpenTimeout());
    return new Carrier(policy, back, relays, bounds, events, machine.nanoTime());
  }

  private Reception reception(final String name, final Front front) {
    return new Reception(name, front, admission, events);
  }

  private void listen(final Endpoint where, final Reception reception) throws IOException {
    final SocketListener listener = SocketListener.open(where, reception);
    listeners.add(listener);
    endpoints.add(listener.endpoint());
  }

  /** Where clients can come to, in the order of the configuration: SOCKS5, then forwards. */
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  /** Connections that are being served. */
  public int connections() {
    return admission.count();
  }

  /** No more is accepted; what is being served goes on. */
  public void stopAccepting() {
    for (final AutoCloseable listener : listeners) {
      try {
        listener.close();
      } catch (final Exception unable) {
        throw new AssertionError("a listener that does not close", unable);
      }
    }
  }

  /** Ends everything at once; both sides of every connection see a reset. */
  @Override
  public void close() {
    stopAccepting();
    relays.close();
    names.close();
    checks.forEach(OneByOneCheck::close);
    deadlines.close();
    stack.close();
  }
}
