package org.braidwire.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.policy.OwnEndpoint;
import org.braidwire.gateway.policy.Policy;
import org.braidwire.gateway.policy.Prefix;
import org.braidwire.gateway.policy.Rule;

/**
 * Everything that a gateway is told. Holds no secret, only where secrets are. Immutable.
 *
 * @param name in journal and metrics
 * @param exit where the tunnel ends; null at the exit itself
 * @param socks none at the exit
 * @param forwards none at the exit
 */
public record GatewayConfig(
    Role role,
    String name,
    List<PathSpec> paths,
    Endpoint exit,
    TunnelConfig tunnel,
    List<SocksConfig> socks,
    List<ForwardConfig> forwards,
    List<Rule> rules,
    LimitsConfig limits,
    EngineSettings engine) {
  private static final List<Prefix> EVERY_LOOPBACK = List.of(Prefix.parse("127.0.0.0/8"), Prefix.parse("::1"));

  /** Keeps copies. */
  public GatewayConfig {
    paths = List.copyOf(paths);
    socks = List.copyOf(socks);
    forwards = List.copyOf(forwards);
    rules = List.copyOf(rules);
  }

  /**
   * The rules, with all that is the gateway's own.
   *
   * @param hostAddresses the machine's, at which a listener without an address can be reached, too
   */
  public Policy policy(final List<Address> hostAddresses) {
    return new Policy(rules, own(hostAddresses));
  }

  private List<OwnEndpoint> own(final List<Address> hostAddresses) {
    final List<OwnEndpoint> own = new ArrayList<>();
    for (final PathSpec spec : paths) {
      // Of an address that the host keeps, only the tunnel's port is the gateway's.
      final int port = spec.path().isShared() ? tunnel.listenPort() : 0;
      if (port != 0 || !spec.path().isShared()) {
        own.add(new OwnEndpoint(single(addressOf(spec)), port));
      }
    }
    if (exit != null) {
      own.add(new OwnEndpoint(single(exit.address()), exit.port()));
    }
    listeners().forEach(listener -> own.addAll(at(listener, hostAddresses)));
    return own;
  }

  private static List<OwnEndpoint> at(final Endpoint listener, final List<Address> hostAddresses) {
    final Stream<Prefix> where = listener.address().isUnspecified()
        ? Stream.concat(EVERY_LOOPBACK.stream(), hostAddresses.stream().map(GatewayConfig::single))
        : Stream.of(single(listener.address()));
    return where.map(prefix -> new OwnEndpoint(prefix, listener.port())).toList();
  }

  private Stream<Endpoint> listeners() {
    return Stream.concat(
        socks.stream().map(SocksConfig::listen), forwards.stream().map(ForwardConfig::listen));
  }

  static Address addressOf(final PathSpec spec) {
    return new Address(spec.path().addressHigh(), spec.path().addressLow());
  }

  private static Prefix single(final Address address) {
    return Prefix.parse(address.toString());
  }
}
