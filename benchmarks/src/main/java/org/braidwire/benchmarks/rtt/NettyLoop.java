package org.braidwire.benchmarks.rtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;

/** An event loop of Netty that its owner turns, so that it spins on the thread that opened it and has no other. */
final class NettyLoop {
  private final ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());

  ManualIoEventLoop loop() {
    return loop;
  }

  /** One look at epoll, without waiting, and what follows from it. */
  int turn() {
    return loop.runNow();
  }

  /** Closes {@code channels}, of which each may be null, and then the loop. */
  void close(final Channel... channels) {
    for (final Channel channel : channels) {
      if (channel != null) {
        final ChannelFuture closing = channel.close();
        while (!closing.isDone() || channel.isRegistered()) {
          loop.runNow();
        }
      }
    }
    loop.shutdown();
    while (!loop.isTerminated()) {
      loop.runNow();
    }
  }
}
