package org.braidwire.gateway.front;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.SocketLeg;

/** Accepts TCP of the host's kernel on one address. Any thread. */
public final class SocketListener implements AutoCloseable {
  private static final int BACKLOG = 1024;

  /** Out of descriptors, say: by then one may be free again. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocketChannel channel;
  private final Reception reception;

  private SocketListener(final ServerSocketChannel channel, final Reception reception) {
    this.channel = channel;
    this.reception = reception;
  }

  /**
   * Listens, and accepts from now on.
   *
   * @throws IOException if the address is taken or none of the host's
   */
  public static SocketListener open(final Endpoint listen, final Reception reception) throws IOException {
    final ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(listen.socketAddress(), BACKLOG);
    } catch (final IOException refused) {
      channel.close();
      throw new IOException(
          reception.name() + " cannot listen on " + listen + ": " + refused.getMessage(), refused);
    }
    final SocketListener listener = new SocketListener(channel, reception);
    reception.listening("on " + listener.endpoint());
    Thread.ofVirtual().name(reception.name()).start(listener::accept);
    return listener;
  }

  /** Where it listens. */
  public Endpoint endpoint() {
    try {
      return Endpoint.of(channel.getLocalAddress());
    } catch (final IOException closed) {
      return Endpoint.NONE;
    }
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        receive(channel.accept());
      } catch (final ClosedChannelException closing) {
        return;
      } catch (final IOException lacking) {
        reception.trouble("cannot accept: " + lacking.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (final InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(final SocketChannel accepted) throws IOException {
    try {
      reception.receive(new SocketLeg(accepted), Endpoint.of(accepted.getRemoteAddress()));
    } catch (final IOException gone) {
      accepted.close(); // before it could be looked at
    }
  }

  /** No more is accepted; what is being served goes on. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (final IOException closed) {
      // as was wanted
    }
  }
}
