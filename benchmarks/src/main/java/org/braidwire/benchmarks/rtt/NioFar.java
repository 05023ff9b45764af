package org.braidwire.benchmarks.rtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A channel of Java's own as the end that answers. */
final class NioFar implements EchoFar {
  private final Laboratory laboratory;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(KernelNear.BUFFER_BYTES);
  private ServerSocketChannel listener;
  private SocketChannel channel;

  NioFar(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() throws IOException {
    NetNamespace.enter(laboratory.namespace(LabSide.KERNEL));
    listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
    listener.bind(LabAddresses.any(RttPeers.PORT));
    listener.configureBlocking(false);
  }

  @Override
  public int turn() {
    try {
      if (channel == null) {
        accept();
        return 0;
      }
      buffer.clear();
      final int taken = channel.read(buffer);
      if (taken > 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      return taken;
    } catch (final IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void accept() throws IOException {
    channel = listener.accept();
    if (channel != null) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
    }
  }

  @Override
  public Map<String, String> used() {
    return Map.of("channel", channel.getClass().getSimpleName());
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
      if (listener != null) {
        listener.close();
      }
    } catch (final IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
