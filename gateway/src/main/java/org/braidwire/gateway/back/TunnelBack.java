package org.braidwire.gateway.back;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.braidwire.gateway.base.Deadlines;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.policy.Carriage;
import org.braidwire.gateway.policy.Decision;
import org.braidwire.gateway.policy.Request;
import org.braidwire.gateway.policy.Verdict;
import org.braidwire.gateway.relay.StreamLeg;
import org.braidwire.gateway.tunnel.EntryHandshake;
import org.braidwire.gateway.tunnel.TunnelKey;
import org.braidwire.gateway.tunnel.TunnelRequest;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.ConnectionEndedException;
import org.braidwire.stack.api.StreamConnection;

/** Reaches targets through the exit, over MPTCP. The request leaves with the first octets; nobody waits for its answer. */
public final class TunnelBack implements Back {
  private final Braidwire stack;
  private final Endpoint exit;
  private final TunnelKey key;
  private final Duration connectTimeout;
  private final Deadlines deadlines;
  private final LongSupplier wallMs;
  private final RandomGenerator chance;

  /**
   * Connects over {@code stack}.
   *
   * @param connectTimeout for the way to the exit, and as long again for its way to the target
   * @param wallMs the time, ms since 1970
   * @param chance a {@link java.security.SecureRandom}
   */
  public TunnelBack(
      final Braidwire stack,
      final Endpoint exit,
      final TunnelKey key,
      final Duration connectTimeout,
      final Deadlines deadlines,
      final LongSupplier wallMs,
      final RandomGenerator chance) {
    this.stack = stack;
    this.exit = exit;
    this.key = key;
    this.connectTimeout = connectTimeout;
    this.deadlines = deadlines;
    this.wallMs = wallMs;
    this.chance = chance;
  }

  @Override
  public Onward open(final Request request, final Decision decision) throws ConnectFailure {
    if (decision.verdict() == Verdict.NEEDS_ADDRESS) {
      throw new ConnectFailure(
          Outcome.NOT_ALLOWED, decision.reason() + ", and names are resolved at the exit only");
    }
    final Carriage carriage = decision.rule().carriage();
    final StreamConnection connection = connect();
    if (carriage.requireMptcp() && !connection.info().multipath()) {
      connection.abort();
      throw new ConnectFailure(
          Outcome.GENERAL_FAILURE,
          "the way to the exit fell back to TCP, and " + decision.rule() + " requires MPTCP");
    }
    final TunnelRequest asked =
        new TunnelRequest(request.target(), carriage.label(), request.user(), request.source());
    final EntryHandshake handshake = new EntryHandshake(key, asked, wallMs.getAsLong(), chance);
    final StreamLeg leg = new StreamLeg(connection);
    try {
      final ByteBuffer octets = ByteBuffer.allocate(EntryHandshake.MAX_REQUEST_BYTES);
      handshake.writeRequest(octets);
      leg.write(octets.flip());
    } catch (final IOException failure) {
      leg.abort();
      throw new ConnectFailure(Outcome.GENERAL_FAILURE, failure.getMessage());
    }
    return new TunnelLeg(leg, handshake, deadlines, connectTimeout.multipliedBy(2));
  }

  private StreamConnection connect() throws ConnectFailure {
    try {
      return stack.connect(exit.address().toString(), exit.port(), connectTimeout);
    } catch (final ConnectionEndedException failure) {
      throw new ConnectFailure(Outcome.NETWORK_UNREACHABLE, "the exit " + failure.getMessage());
    } catch (final IOException | IllegalArgumentException failure) {
      throw new ConnectFailure(Outcome.GENERAL_FAILURE, failure.getMessage());
    }
  }
}
