package org.braidwire.benchmarks.rtt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoMessages;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A channel of Java's own as the end that sends: non-blocking reads over and over, without a selector. */
final class NioNear implements EchoNear {
  private final Laboratory laboratory;
  private final EchoMessages messages = new EchoMessages();
  private final Region memory = Region.allocate(EchoMessages.BYTES + KernelNear.BUFFER_BYTES, Long.BYTES);
  private final ByteBuffer outgoing = buffer(memory.address(), EchoMessages.BYTES);
  private final ByteBuffer incoming = buffer(memory.address() + EchoMessages.BYTES, KernelNear.BUFFER_BYTES);
  private SocketChannel channel;

  NioNear(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  static ByteBuffer buffer(final long address, final int bytes) {
    return Memory.all().asSlice(address, bytes).asByteBuffer();
  }

  @Override
  public void open() throws IOException {
    NetNamespace.enter(laboratory.namespace(LabSide.WIRE));
    channel = SocketChannel.open(StandardProtocolFamily.INET);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(LabAddresses.socket(LabSide.KERNEL, 0, RttPeers.PORT));
    channel.configureBlocking(false);
  }

  @Override
  public void send(final long number) {
    EchoMessages.write(memory.address(), number);
    outgoing.clear();
    try {
      while (outgoing.hasRemaining()) {
        channel.write(outgoing);
      }
    } catch (final IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public int turn() {
    try {
      incoming.clear();
      final int taken = channel.read(incoming);
      if (taken < 0) {
        throw new BenchException("the channel's connection ended");
      }
      return messages.accept(memory.address() + EchoMessages.BYTES, taken);
    } catch (final IOException broken) {
      throw new UncheckedIOException(broken);
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
    } catch (final IOException broken) {
      throw new UncheckedIOException(broken);
    } finally {
      memory.close();
      messages.close();
    }
  }
}
