package org.braidwire.gateway.back;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.braidwire.gateway.base.Deadlines;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;
import org.braidwire.gateway.relay.Leg;
import org.braidwire.gateway.tunnel.EntryHandshake;
import org.braidwire.gateway.tunnel.ExitHandshake;
import org.braidwire.gateway.tunnel.TunnelAnswer;
import org.braidwire.gateway.tunnel.TunnelStep;

/** The way through the exit: before the first octet of the target's comes the exit's answer. */
final class TunnelLeg extends OnwardLeg {
  private final EntryHandshake handshake;
  private final Deadlines deadlines;
  private final Duration patience;

  /** What has come of the answer, or behind it. */
  private final ByteBuffer arrived =
      ByteBuffer.allocate(ExitHandshake.MAX_ANSWER_BYTES).limit(0);

  private boolean connected;

  /**
   * Waits for the answer to a request that is on its way.
   *
   * @param patience how long the exit may take to reach the target
   */
  TunnelLeg(final Leg exit, final EntryHandshake handshake, final Deadlines deadlines, final Duration patience) {
    super(exit);
    this.handshake = handshake;
    this.deadlines = deadlines;
    this.patience = patience;
  }

  @Override
  public Endpoint awaitConnected() throws ConnectFailure {
    final TunnelAnswer answer = awaitAnswer();
    if (answer.outcome() != Outcome.CONNECTED) {
      leg.abort();
      throw new ConnectFailure(
          answer.outcome(), "the exit says: " + answer.outcome().text());
    }
    connected = true;
    return answer.bound();
  }

  private TunnelAnswer awaitAnswer() throws ConnectFailure {
    try (Deadlines.Deadline _ = deadlines.after(patience, leg::abort)) {
      TunnelStep step = handshake.feed(arrived);
      while (step == TunnelStep.NEED_MORE) {
        if (!leg.refill(arrived)) {
          throw new ConnectFailure(Outcome.GENERAL_FAILURE, "the exit ended without an answer");
        }
        step = handshake.feed(arrived);
      }
      if (step == TunnelStep.REFUSED) {
        throw new ConnectFailure(
            Outcome.GENERAL_FAILURE,
            "the exit's answer: " + handshake.refusal().text());
      }
      return handshake.answer();
    } catch (final ConnectFailure failure) {
      leg.abort();
      throw failure;
    } catch (final IOException failure) {
      leg.abort();
      throw new ConnectFailure(Outcome.GENERAL_FAILURE, "no answer from the exit: " + failure.getMessage());
    }
  }

  @Override
  public int read(final ByteBuffer into) throws IOException {
    if (!connected) {
      try {
        awaitConnected();
      } catch (final ConnectFailure failure) {
        throw new IOException(failure.getMessage(), failure);
      }
    }
    final int count = Math.min(arrived.remaining(), into.remaining());
    if (count == 0) {
      return super.read(into);
    }
    into.put(into.position(), arrived, arrived.position(), count).position(into.position() + count);
    arrived.position(arrived.position() + count);
    return count;
  }
}
