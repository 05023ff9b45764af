package org.braidwire.gateway.back;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.braidwire.gateway.base.Address;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.NamedTarget;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.names.Names;
import org.braidwire.gateway.policy.Decision;
import org.braidwire.gateway.policy.Policy;
import org.braidwire.gateway.policy.Request;
import org.braidwire.gateway.relay.SocketLeg;

/**
 * Reaches targets by the host's own TCP. A name is resolved here, and each address is judged before anybody connects to
 * it: what a name is said to be counts for nothing. Any thread.
 */
public final class HostBack implements Back {
  private final Policy policy;
  private final Names names;
  private final Duration timeout;

  /**
   * Connects by itself.
   *
   * @param timeout of one address
   */
  public HostBack(final Policy policy, final Names names, final Duration timeout) {
    this.policy = policy;
    this.names = names;
    this.timeout = timeout;
  }

  @Override
  public Onward open(final Request request, final Decision decision) throws ConnectFailure {
    final Target target = request.target();
    final List<Address> addresses = addresses(target);
    ConnectFailure last = new ConnectFailure(Outcome.HOST_UNREACHABLE, target + " has no address");
    for (final Address address : addresses) {
      try {
        return connect(request, address);
      } catch (final ConnectFailure failure) {
        last = failure;
      }
    }
    throw last;
  }

  private List<Address> addresses(final Target target) throws ConnectFailure {
    return switch (target) {
      case Endpoint endpoint -> List.of(endpoint.address());
      case NamedTarget named -> {
        try {
          yield names.resolve(named.name());
        } catch (final IOException unknown) {
          throw new ConnectFailure(Outcome.HOST_UNREACHABLE, unknown.getMessage());
        }
      }
    };
  }

  private Onward connect(final Request request, final Address address) throws ConnectFailure {
    final Decision judged = policy.decide(request.facts().resolved(address));
    if (!judged.mayConnect()) {
      throw new ConnectFailure(Outcome.NOT_ALLOWED, judged.reason());
    }
    final Endpoint target = new Endpoint(address, request.target().port());
    try {
      return connect(target);
    } catch (final IOException failure) {
      throw new ConnectFailure(outcomeOf(failure), target + ": " + failure.getMessage());
    }
  }

  private Onward connect(final Endpoint target) throws IOException {
    final SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(target.socketAddress(), (int) timeout.toMillis());
      return new ConnectedLeg(new SocketLeg(channel), Endpoint.of(channel.getLocalAddress()));
    } catch (final IOException failure) {
      channel.close();
      throw failure;
    }
  }

  /** RFC 1928 section 6. */
  private static Outcome outcomeOf(final IOException failure) {
    if (failure instanceof NoRouteToHostException || failure instanceof SocketTimeoutException) {
      return Outcome.HOST_UNREACHABLE;
    }
    if (failure instanceof ConnectException) {
      return String.valueOf(failure.getMessage()).contains("unreachable")
          ? Outcome.NETWORK_UNREACHABLE
          : Outcome.CONNECTION_REFUSED;
    }
    return Outcome.GENERAL_FAILURE;
  }
}
