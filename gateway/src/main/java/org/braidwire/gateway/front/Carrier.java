package org.braidwire.gateway.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.braidwire.gateway.back.Back;
import org.braidwire.gateway.back.ConnectFailure;
import org.braidwire.gateway.back.Onward;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.policy.Decision;
import org.braidwire.gateway.policy.Policy;
import org.braidwire.gateway.policy.Request;
import org.braidwire.gateway.policy.Verdict;
import org.braidwire.gateway.relay.Leg;
import org.braidwire.gateway.relay.Relay;
import org.braidwire.gateway.relay.RelayEnd;
import org.braidwire.gateway.relay.RelayLimits;
import org.braidwire.gateway.relay.Relays;
import org.braidwire.gateway.watch.GatewayEvent;
import org.braidwire.gateway.watch.GatewayEvent.Kind;
import org.braidwire.gateway.watch.GatewayEvents;

/** What all fronts do with a request that they have understood: judge it, have it connected, carry it. Any thread. */
public final class Carrier {
  private final Policy policy;
  private final Back back;
  private final Relays relays;
  private final RelayLimits limits;
  private final GatewayEvents events;
  private final LongSupplier nanoTime;

  /** What fronts share. */
  public Carrier(
      final Policy policy,
      final Back back,
      final Relays relays,
      final RelayLimits limits,
      final GatewayEvents events,
      final LongSupplier nanoTime) {
    this.policy = policy;
    this.back = back;
    this.relays = relays;
    this.limits = limits;
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /** Serves a request that may be carried before its target has answered; a client learns of a failure by a reset. */
  void serveAtOnce(final Request request, final Leg client) {
    try {
      carry(request, client, open(request), ByteBuffer.allocate(0));
    } catch (final ConnectFailure failure) {
      tell(request, failure);
      client.abort();
    }
  }

  /**
   * Serves a request whose client waits for an answer.
   *
   * @param early what the client has sent behind its request
   */
  void serve(final Request request, final Leg client, final ByteBuffer early, final Answer answer) {
    final Onward onward;
    final Endpoint bound;
    try {
      onward = open(request);
      bound = onward.awaitConnected();
    } catch (final ConnectFailure failure) {
      tell(request, failure);
      end(client, () -> answer.tell(failure.outcome(), Endpoint.NONE));
      return;
    }
    try {
      answer.tell(Outcome.CONNECTED, bound);
    } catch (final IOException gone) {
      events.tell(new GatewayEvent(Kind.UNREACHED, request.toString(), "the client has gone"));
      client.abort();
      onward.abort();
      return;
    }
    carry(request, client, onward, early);
  }

  /** Tells of a client that was refused before its request was understood. */
  void refused(final Endpoint source, final String front, final String why) {
    events.tell(new GatewayEvent(Kind.REFUSED, source + " by " + front, String.valueOf(why)));
  }

  /** The last that a client hears. */
  interface LastWords {
    void say() throws IOException;
  }

  /** Says the last words and ends the connection, for RFC 1928 section 6 soon; aborts it where the client has gone. */
  static void end(final Leg client, final LastWords words) {
    try {
      words.say();
      client.finish();
      client.close();
    } catch (final IOException gone) {
      client.abort();
    }
  }

  private Onward open(final Request request) throws ConnectFailure {
    final Decision decision = policy.decide(request.facts());
    if (decision.verdict() == Verdict.DENY) {
      throw new ConnectFailure(Outcome.NOT_ALLOWED, decision.reason());
    }
    return back.open(request, decision);
  }

  private void tell(final Request request, final ConnectFailure failure) {
    final Kind kind = failure.outcome() == Outcome.NOT_ALLOWED ? Kind.REFUSED : Kind.UNREACHED;
    events.tell(new GatewayEvent(kind, request.toString(), failure.getMessage()));
  }

  private void carry(final Request request, final Leg client, final Onward target, final ByteBuffer early) {
    final long beginNs = nanoTime.getAsLong();
    events.tell(new GatewayEvent(Kind.OPENED, request.toString(), ""));
    final RelayEnd end = relays.run(new Relay(client, target, limits, nanoTime), early);
    final Duration taken = Duration.ofNanos(nanoTime.getAsLong() - beginNs);
    events.tell(new GatewayEvent(
        Kind.CLOSED,
        request.toString(),
        end.why() + (end.detail().isEmpty() ? "" : " (" + end.detail() + ")") + ", " + end.upBytes() + " B up, "
            + end.downBytes() + " B down, " + taken.toMillis() + " ms"));
  }
}
