package org.braidwire.io.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.Region;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the loopback interface, so without root. */
@Timeout(30)
class KernelSocketTest {
  private static final long PATIENCE_NS = 10_000_000_000L;
  private static final int BYTES = 1_000;

  @Test
  void tcpCarriesBytesAndTheEndOfEachDirection() {
    exchange(KernelSocket.Protocol.TCP);
  }

  @Test
  void multipathTcpCarriesBytesAndTheEndOfEachDirection() {
    Requirement.MPTCP.require();
    exchange(KernelSocket.Protocol.MPTCP);
  }

  @Test
  void nothingToReadIsNotAnError() {
    try (KernelSocket listener = listener(KernelSocket.Protocol.TCP);
        KernelSocket client = KernelSocket.open(KernelSocket.Protocol.TCP, true);
        Region memory = Region.allocate(BYTES, 8)) {
      client.receiveTimeout(1_000_000);
      client.connect(listener.localAddress());

      assertThat(client.read(memory.address(), BYTES)).isEqualTo(KernelSocket.WOULD_BLOCK);
    }
  }

  @Test
  void aRefusedConnectionNamesTheAddress() {
    final InetSocketAddress nobody;
    try (KernelSocket listener = listener(KernelSocket.Protocol.TCP)) {
      nobody = listener.localAddress();
    }
    try (KernelSocket client = KernelSocket.open(KernelSocket.Protocol.TCP, true)) {
      assertThatThrownBy(() -> client.connect(nobody))
          .isInstanceOf(LinuxException.class)
          .hasMessageContaining("connect")
          .hasMessageContaining(":" + nobody.getPort())
          .hasMessageContaining("ECONNREFUSED");
    }
  }

  @Test
  void anAbortedConnectionResetsThePeer() {
    try (KernelSocket listener = listener(KernelSocket.Protocol.TCP);
        KernelSocket client = KernelSocket.open(KernelSocket.Protocol.TCP, true);
        Region memory = Region.allocate(BYTES, 8)) {
      client.connect(listener.localAddress());
      try (KernelSocket server = accept(listener)) {
        client.abort();
        server.poll(KernelSocket.READABLE, PATIENCE_NS);

        assertThatThrownBy(() -> server.read(memory.address(), BYTES))
            .isInstanceOfSatisfying(
                LinuxException.class,
                failure -> assertThat(failure.errno()).isEqualTo(Errno.ECONNRESET));
      }
      assertThat(client.isOpen()).isFalse();
    }
  }

  @Test
  void anUnknownCongestionControlIsNamed() {
    try (KernelSocket socket = KernelSocket.open(KernelSocket.Protocol.TCP, true)) {
      assertThatThrownBy(() -> socket.congestionControl("no-such"))
          .isInstanceOf(LinuxException.class)
          .hasMessageContaining("no-such");
      socket.congestionControl("reno");
      assertThat(socket.congestionControl()).isEqualTo("reno");
    }
  }

  private static void exchange(final KernelSocket.Protocol protocol) {
    try (KernelSocket listener = listener(protocol);
        KernelSocket client = KernelSocket.open(protocol, false);
        Region memory = Region.allocate(2 * BYTES, 8)) {
      if (!client.connect(listener.localAddress())) {
        assertThat(client.poll(KernelSocket.WRITABLE, PATIENCE_NS)).isEqualTo(KernelSocket.WRITABLE);
        client.finishConnect();
      }
      try (KernelSocket server = accept(listener)) {
        assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
        Memory.putLong(memory.address(), 0x0102_0304_0506_0708L);
        assertThat(client.write(memory.address(), BYTES)).isEqualTo(BYTES);
        client.shutdownWrite();

        assertThat(readAll(server, memory.address() + BYTES)).isEqualTo(BYTES);
        assertThat(Memory.getLong(memory.address() + BYTES)).isEqualTo(0x0102_0304_0506_0708L);

        assertThat(server.write(memory.address(), 1)).isEqualTo(1);
        server.shutdownWrite();
        assertThat(readAll(client, memory.address())).isEqualTo(1);

        final KernelSocketInfo info = client.info();
        assertThat(info.mptcp()).isEqualTo(protocol == KernelSocket.Protocol.MPTCP);
        assertThat(info.fallback()).isFalse();
      }
    }
  }

  private static int readAll(final KernelSocket socket, final long address) {
    int total = 0;
    while (true) {
      assertThat(socket.poll(KernelSocket.READABLE, PATIENCE_NS)).isEqualTo(KernelSocket.READABLE);
      final int taken = socket.read(address + total, BYTES - total + 1);
      if (taken == KernelSocket.END_OF_STREAM) {
        return total;
      }
      total += taken;
    }
  }

  private static KernelSocket listener(final KernelSocket.Protocol protocol) {
    final KernelSocket listener = KernelSocket.open(protocol, false);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.listen(1);
    return listener;
  }

  private static KernelSocket accept(final KernelSocket listener) {
    assertThat(listener.poll(KernelSocket.READABLE, PATIENCE_NS)).isEqualTo(KernelSocket.READABLE);
    return listener.accept().orElseThrow();
  }
}
