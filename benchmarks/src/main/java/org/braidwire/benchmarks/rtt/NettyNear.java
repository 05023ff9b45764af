package org.braidwire.benchmarks.rtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.nio.ByteBuffer;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoMessages;
import org.braidwire.benchmarks.echo.EchoNear;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A channel of Netty's native epoll transport as the end that sends, its event loop spinning. */
final class NettyNear implements EchoNear {
  private final Laboratory laboratory;
  private final EchoMessages messages = new EchoMessages();
  private final Region memory = Region.allocate(EchoMessages.BYTES + KernelNear.BUFFER_BYTES, Long.BYTES);
  private final ByteBuffer outgoing = NioNear.buffer(memory.address(), EchoMessages.BYTES);
  private NettyLoop loop;
  private Channel channel;
  private ChannelFuture written;
  private int back;
  private boolean ended;

  NettyNear(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.WIRE));
    loop = new NettyLoop();
    final ChannelFuture connecting = new Bootstrap()
        .group(loop.loop())
        .channelFactory(() -> new EpollSocketChannel(SocketProtocolFamily.INET))
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new Receiver())
        .connect(LabAddresses.socket(LabSide.KERNEL, 0, RttPeers.PORT));
    Deadline.await("Netty's connection", () -> {
      loop.turn();
      return connecting.isDone();
    });
    if (!connecting.isSuccess()) {
      throw new BenchException("Netty did not connect: " + connecting.cause());
    }
    channel = connecting.channel();
  }

  @Override
  public void send(final long number) {
    EchoMessages.write(memory.address(), number);
    outgoing.clear();
    final ByteBuf message = channel.alloc().directBuffer(EchoMessages.BYTES);
    message.writeBytes(outgoing);
    written = channel.writeAndFlush(message, channel.voidPromise());
  }

  @Override
  public int turn() {
    back = 0;
    loop.turn();
    if (ended) {
      throw new BenchException("Netty's connection ended");
    }
    return back;
  }

  @Override
  public Map<String, String> used() {
    return Map.of("channel", written.channel().getClass().getSimpleName());
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.close(channel);
    }
    memory.close();
    messages.close();
  }

  private final class Receiver extends ChannelInboundHandlerAdapter {
    private final ByteBuffer incoming =
        NioNear.buffer(memory.address() + EchoMessages.BYTES, KernelNear.BUFFER_BYTES);

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object read) {
      final ByteBuf bytes = (ByteBuf) read;
      while (bytes.isReadable()) {
        incoming.clear().limit(Math.min(bytes.readableBytes(), incoming.capacity()));
        bytes.readBytes(incoming);
        back += messages.accept(memory.address() + EchoMessages.BYTES, incoming.position());
      }
      bytes.release();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
      ended = true;
    }
  }
}
