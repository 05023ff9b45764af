package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that is gone for good while something is owed to it: the survivor is told, and keeps nothing. */
class DeadPeerTest {
  private static final int PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");

  /** RFC 9293 3.8.3 asks for at least 100 s. */
  private static final long EARLIEST_NS = 100 * SECOND_NS;

  /** Two minutes, the last doubled wait, and the minute in which a connection without subflows may be joined. */
  private static final long LATEST_NS = 240 * SECOND_NS;

  @ParameterizedTest(name = "multipath {0}, {1} links, octets owed {2}")
  @CsvSource({"false,1,0", "true,1,0", "true,2,0", "false,1,10", "true,1,10", "true,2,10"})
  void anEndThatNobodyAcknowledgesIsGivenUp(final boolean multipath, final int links, final int owed) {
    final StackConfig config = StackConfig.defaults().withMultipath(multipath);
    try (StackPair pair = new StackPair(links, config, config)) {
      final Transfer atServer = new Transfer(7, 9, 1000);
      final Transfer atClient = new Transfer(9, 7, 1000);
      atServer.closeWhenSent = false;
      atClient.closeWhenSent = false;
      pair.server.listen(PORT, () -> atServer);
      final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);
      assertThat(pair.run(() -> atServer.received == 1000 && atClient.received == 1000, SECOND_NS))
          .isTrue();
      pair.run(() -> false, 2 * SECOND_NS);

      for (final MemoryWire wire : pair.wires) {
        wire.setSilentDrop(true);
      }
      connection.offer(MemorySegment.ofArray(new byte[owed]), 0, owed);
      connection.close();

      assertThat(pair.run(() -> atClient.closed != null, EARLIEST_NS))
          .as("given up too early")
          .isFalse();
      assertThat(pair.run(() -> atClient.closed != null, LATEST_NS - EARLIEST_NS))
          .as(() -> connection.info().toString())
          .isTrue();
      assertThat(atClient.closed).isEqualTo(CloseReason.TIMED_OUT);
      assertThat(pair.run(() -> pair.client.openConnections() == 0, SECOND_NS))
          .isTrue();
    }
  }

  /** Its subflows die one after the other, and by then the first path is being joined again. */
  @Test
  void joinsThatAreBeingTriedDoNotKeepAConnectionAlive() {
    final StackConfig config = StackConfig.defaults();
    try (StackPair pair = new StackPair(2, config, config)) {
      final Transfer atServer = new Transfer(7, 9, 0);
      final Transfer atClient = new Transfer(9, 7, 0);
      atServer.closeWhenSent = false;
      atClient.closeWhenSent = false;
      pair.server.listen(PORT, () -> atServer);
      final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);
      assertThat(pair.run(() -> atServer.established && atClient.established, SECOND_NS))
          .isTrue();
      pair.run(() -> false, 2 * SECOND_NS);

      pair.wires.get(0).setSilentDrop(true);
      connection.offer(MemorySegment.ofArray(new byte[10]), 0, 10);
      pair.run(() -> false, 30 * SECOND_NS);
      assertThat(atServer.received).isEqualTo(10);
      pair.wires.get(1).setSilentDrop(true);
      connection.close();

      assertThat(pair.run(() -> atClient.closed != null, LATEST_NS))
          .as(() -> connection.info().toString())
          .isTrue();
      assertThat(atClient.closed).isEqualTo(CloseReason.TIMED_OUT);
    }
  }
}
