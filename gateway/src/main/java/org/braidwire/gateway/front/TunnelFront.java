package org.braidwire.gateway.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.braidwire.gateway.base.Deadlines;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.policy.Request;
import org.braidwire.gateway.relay.Leg;
import org.braidwire.gateway.tunnel.ExitHandshake;
import org.braidwire.gateway.tunnel.ReplayGuard;
import org.braidwire.gateway.tunnel.TunnelKeys;
import org.braidwire.gateway.tunnel.TunnelRequest;
import org.braidwire.gateway.tunnel.TunnelStep;

/** The exit's end of the tunnel. Who does not hold a key gets not an octet. */
public final class TunnelFront implements Front {
  /** How the policy and the journal call it. */
  public static final String NAME = "tunnel";

  private static final int INPUT_BYTES = 16 * 1024;

  private final TunnelKeys keys;
  private final ReplayGuard guard;
  private final Duration handshakeTimeout;
  private final Carrier carrier;
  private final Deadlines deadlines;
  private final LongSupplier wallMs;

  /**
   * Serves entries.
   *
   * @param wallMs the time, ms since 1970
   */
  public TunnelFront(
      final TunnelKeys keys,
      final ReplayGuard guard,
      final Duration handshakeTimeout,
      final Carrier carrier,
      final Deadlines deadlines,
      final LongSupplier wallMs) {
    this.keys = keys;
    this.guard = guard;
    this.handshakeTimeout = handshakeTimeout;
    this.carrier = carrier;
    this.deadlines = deadlines;
    this.wallMs = wallMs;
  }

  @Override
  public void serve(final Leg entry, final Endpoint source) {
    final ExitHandshake handshake = new ExitHandshake(keys, guard);
    final ByteBuffer in = ByteBuffer.allocate(INPUT_BYTES).limit(0);
    try (Deadlines.Deadline _ = deadlines.after(handshakeTimeout, entry::abort)) {
      TunnelStep step = TunnelStep.NEED_MORE;
      while (step == TunnelStep.NEED_MORE) {
        if (!entry.refill(in)) {
          throw new IOException("it ended before its request was whole");
        }
        step = handshake.feed(in, wallMs.getAsLong());
      }
    } catch (final IOException gone) {
      carrier.refused(source, NAME, gone.getMessage());
      entry.abort();
      return;
    }
    if (handshake.refusal().isStranger()) {
      carrier.refused(source, NAME, handshake.refusal().text());
      entry.abort();
    } else if (handshake.step() == TunnelStep.REFUSED) {
      carrier.refused(source, NAME, handshake.refusal().text());
      Carrier.end(
          entry, () -> answer(entry, handshake, handshake.refusal().outcome(), Endpoint.NONE));
    } else {
      final TunnelRequest asked = handshake.request();
      carrier.serve(
          new Request(NAME, asked.source(), asked.user(), asked.target()),
          entry,
          in,
          (outcome, bound) -> answer(entry, handshake, outcome, bound));
    }
  }

  private static void answer(
      final Leg entry, final ExitHandshake handshake, final Outcome outcome, final Endpoint bound)
      throws IOException {
    final ByteBuffer answer = ByteBuffer.allocate(ExitHandshake.MAX_ANSWER_BYTES);
    handshake.writeAnswer(outcome, bound, answer);
    entry.write(answer.flip());
  }
}
