package org.braidwire.gateway.front;

import java.io.IOException;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.StreamLeg;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireException;
import org.braidwire.stack.api.StreamConnection;
import org.braidwire.stack.api.StreamListener;

/** Accepts MPTCP of the stack on one port of all its paths. Any thread. */
public final class StackListener implements AutoCloseable {
  private final StreamListener listener;
  private final Reception reception;

  private StackListener(final StreamListener listener, final Reception reception) {
    this.listener = listener;
    this.reception = reception;
  }

  /** Listens, and accepts from now on. */
  public static StackListener open(final Braidwire stack, final int port, final Reception reception) {
    final StackListener opened = new StackListener(stack.listen(port), reception);
    reception.listening("on port " + port + " of every path");
    Thread.ofVirtual().name(reception.name()).start(opened::accept);
    return opened;
  }

  private void accept() {
    while (true) {
      try {
        final StreamConnection accepted = listener.accept();
        reception.receive(new StreamLeg(accepted), source(accepted));
      } catch (final IOException | BraidwireException closing) {
        return;
      }
    }
  }

  private static Endpoint source(final StreamConnection accepted) {
    return Endpoint.parse(accepted.info().subflows().getFirst().remote());
  }

  /** No more is accepted; what is being served goes on. */
  @Override
  public void close() {
    listener.close();
  }
}
