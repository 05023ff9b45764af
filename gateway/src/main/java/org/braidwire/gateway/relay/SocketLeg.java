package org.braidwire.gateway.relay;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A TCP connection of the host's kernel. */
public final class SocketLeg implements Leg {
  private final SocketChannel channel;

  /** Takes a connected channel in blocking mode over, and sets it so that nothing waits and the dead are noticed. */
  public SocketLeg(final SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  @Override
  public int read(final ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public void write(final ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      channel.write(from);
    }
  }

  @Override
  public void finish() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void abort() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0); // RFC 9293 3.10.7: a reset instead of a FIN
    } catch (final IOException closedAlready) {
      // nothing left to reset
    }
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (final IOException gone) {
      // the descriptor is given back in any case
    }
  }
}
