package org.braidwire.benchmarks.rtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.util.Map;
import org.braidwire.benchmarks.echo.EchoFar;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;

/** A channel of Netty's native epoll transport as the end that answers, its event loop spinning. */
final class NettyFar implements EchoFar {
  private final Laboratory laboratory;
  private NettyLoop loop;
  private Channel listener;
  private Channel accepted;
  private ChannelFuture written;

  NettyFar(final Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  @Override
  public void open() {
    NetNamespace.enter(laboratory.namespace(LabSide.KERNEL));
    loop = new NettyLoop();
    final ChannelFuture binding = new ServerBootstrap()
        .group(loop.loop())
        .channelFactory(() -> new EpollServerSocketChannel(SocketProtocolFamily.INET))
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(new Echo())
        .bind(LabAddresses.any(RttPeers.PORT));
    Deadline.await("Netty's listener", () -> {
      loop.turn();
      return binding.isDone();
    });
    if (!binding.isSuccess()) {
      throw new BenchException("Netty does not listen: " + binding.cause());
    }
    listener = binding.channel();
  }

  @Override
  public int turn() {
    return loop.turn();
  }

  @Override
  public Map<String, String> used() {
    return Map.of("channel", written.channel().getClass().getSimpleName());
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.close(accepted, listener);
    }
  }

  @ChannelHandler.Sharable
  private final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(final ChannelHandlerContext context) {
      accepted = context.channel();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object bytes) {
      written = context.writeAndFlush(bytes, context.voidPromise());
    }
  }
}
