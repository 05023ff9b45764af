package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.KernelSocket.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the loopback interface, so without root. */
@Timeout(30)
class KernelStreamsTest {
  private static final int PATIENCE_MS = 10_000;
  private static final int LISTENER = 1;
  private static final int CLIENT = 2;
  private static final int SERVER = 3;
  private static final long WORD = 0x0123_4567_89ab_cdefL;

  @Test
  void newsComeOnceAndBytesAndEndsPassBothWays() {
    final InetSocketAddress target = freeAddress();
    try (KernelStreams streams = new KernelStreams(Protocol.TCP, List.of(target));
        Epoll news = Epoll.open(8);
        Region memory = Region.allocate(Long.BYTES, Long.BYTES)) {
      final int listener = streams.listen(target, 1);
      news.watch(listener, LISTENER, false);
      assertThat(news.await(0)).isZero();
      assertThat(streams.accept(listener)).isEqualTo(KernelStreams.NONE);

      final int client = streams.connect(0);
      assertNews(news, LISTENER);
      assertThat(news.await(0)).isZero();
      final int server = streams.accept(listener);
      news.watch(client, CLIENT, true);
      assertNews(news, CLIENT);
      news.watch(server, SERVER, false);
      assertThat(streams.info(server).mptcp()).isFalse();

      pass(streams, news, memory, client, server);
      streams.shutdownWrite(client);
      assertNews(news, SERVER);
      assertThat(streams.read(server, memory.address(), Long.BYTES)).isEqualTo(KernelSocket.END_OF_STREAM);

      streams.close(server);
      streams.close(client);
      streams.close(listener);
    }
  }

  private static void pass(
      final KernelStreams streams, final Epoll news, final Region memory, final int client, final int server) {
    assertThat(streams.read(server, memory.address(), Long.BYTES)).isEqualTo(KernelSocket.WOULD_BLOCK);
    Memory.putLong(memory.address(), WORD);
    assertThat(streams.write(client, memory.address(), Long.BYTES)).isEqualTo(Long.BYTES);
    Memory.putLong(memory.address(), 0);
    assertNews(news, SERVER);
    assertThat(streams.read(server, memory.address(), Long.BYTES)).isEqualTo(Long.BYTES);
    assertThat(Memory.getLong(memory.address())).isEqualTo(WORD);
  }

  @Test
  void aRefusedConnectionFailsWhenItIsUsed() {
    try (KernelStreams streams = new KernelStreams(Protocol.TCP, List.of(freeAddress()));
        Epoll news = Epoll.open(1);
        Region memory = Region.allocate(Long.BYTES, Long.BYTES)) {
      final int client = streams.connect(0);
      news.watch(client, CLIENT, true);
      assertNews(news, CLIENT);

      assertThatThrownBy(() -> streams.write(client, memory.address(), Long.BYTES))
          .isInstanceOfSatisfying(
              LinuxException.class,
              failure -> assertThat(failure.errno()).isEqualTo(Errno.ECONNREFUSED));
      streams.close(client);
    }
  }

  private static void assertNews(final Epoll news, final int key) {
    final int count = news.await(PATIENCE_MS); // the other end may have some of its own
    assertThat(IntStream.range(0, count).map(news::key).toArray()).contains(key);
  }

  /** Where nobody listens. */
  private static InetSocketAddress freeAddress() {
    try (KernelSocket socket = KernelSocket.open(Protocol.TCP, true)) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.localAddress();
    }
  }
}
