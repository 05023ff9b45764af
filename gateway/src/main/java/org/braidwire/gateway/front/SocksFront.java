package org.braidwire.gateway.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.braidwire.gateway.base.Deadlines;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.policy.Request;
import org.braidwire.gateway.relay.Leg;
import org.braidwire.gateway.socks.ConnectRequest;
import org.braidwire.gateway.socks.Credentials;
import org.braidwire.gateway.socks.SocksConversation;
import org.braidwire.gateway.socks.SocksReply;
import org.braidwire.gateway.socks.SocksStep;
import org.braidwire.gateway.socks.UserCheck;

/** SOCKS5: clients say where they want to go, and are told how it went. */
public final class SocksFront implements Front {
  /** What a client may send before it is answered, a request and octets behind it; the rest waits in its connection. */
  private static final int INPUT_BYTES = 2048;

  private final String name;
  private final UserCheck users;
  private final Duration handshakeTimeout;
  private final Carrier carrier;
  private final Deadlines deadlines;

  /**
   * Serves clients.
   *
   * @param users who verifies them; null for everybody who reaches it
   */
  public SocksFront(
      final String name,
      final UserCheck users,
      final Duration handshakeTimeout,
      final Carrier carrier,
      final Deadlines deadlines) {
    this.name = name;
    this.users = users;
    this.handshakeTimeout = handshakeTimeout;
    this.carrier = carrier;
    this.deadlines = deadlines;
  }

  @Override
  public void serve(final Leg client, final Endpoint source) {
    final SocksConversation conversation = new SocksConversation(users != null);
    final ByteBuffer in = ByteBuffer.allocate(INPUT_BYTES).limit(0);
    final SocksStep step;
    try (Deadlines.Deadline _ = deadlines.after(handshakeTimeout, client::abort)) {
      step = converse(client, conversation, in);
    } catch (final ClosedChannelException late) {
      carrier.refused(source, name, "no request within " + handshakeTimeout.toMillis() + " ms");
      return;
    } catch (final IOException gone) {
      carrier.refused(source, name, gone.getMessage());
      client.abort();
      return;
    }
    if (step == SocksStep.DONE) {
      final ConnectRequest asked = conversation.request();
      carrier.serve(
          new Request(name, source, asked.user(), asked.target()),
          client,
          in,
          (outcome, bound) -> reply(client, outcome, bound));
    } else {
      carrier.refused(source, name, conversation.refusal().text());
      Carrier.end(client, () -> {}); // what there was to say is said
    }
  }

  /** Up to the request, or to the refusal, which is sent. */
  private SocksStep converse(final Leg client, final SocksConversation conversation, final ByteBuffer in)
      throws IOException {
    final ByteBuffer out = ByteBuffer.allocate(SocksConversation.MAX_OUTPUT_BYTES);
    SocksStep step = SocksStep.NEED_MORE;
    while (step == SocksStep.NEED_MORE || step == SocksStep.VERIFY) {
      out.clear();
      if (step == SocksStep.VERIFY) {
        step = conversation.verified(verify(conversation.credentials()), out);
      } else {
        if (!in.hasRemaining() && !client.refill(in)) {
          throw new IOException("the client ended in mid-conversation");
        }
        step = conversation.feed(in, out);
      }
      client.write(out.flip());
    }
    return step;
  }

  private boolean verify(final Credentials credentials) {
    try {
      return credentials.verifyBy(users);
    } finally {
      credentials.wipe();
    }
  }

  private static void reply(final Leg client, final Outcome outcome, final Endpoint bound) throws IOException {
    final ByteBuffer reply = ByteBuffer.allocate(SocksReply.MAX_BYTES);
    SocksReply.write(outcome, bound, reply);
    client.write(reply.flip());
  }
}
