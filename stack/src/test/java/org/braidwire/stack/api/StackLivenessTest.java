package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must come to an end, must not, or must not keep the engine awake. */
class StackLivenessTest {
  private static final int PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");

  @ParameterizedTest(name = "multipath {0}")
  @ValueSource(booleans = {false, true})
  void aHalfClosedStreamGoesOnForMinutes(final boolean multipath) {
    final StackConfig config = StackConfig.defaults().withMultipath(multipath);
    try (StackPair pair = new StackPair(1, config, config)) {
      final Transfer atServer = new Transfer(7, 9, 1000);
      final Transfer atClient = new Transfer(9, 7, 1000);
      atServer.closeWhenSent = false;
      pair.server.listen(PORT, () -> atServer);
      pair.client.connect(0, SERVER, PORT, atClient);
      assertThat(pair.run(() -> atServer.peerClosed && atClient.received == 1000, SECOND_NS))
          .isTrue();

      assertThat(pair.run(() -> atClient.closed != null, 200 * SECOND_NS)).isFalse();

      atServer.connection.close();
      assertThat(pair.run(() -> atClient.closed != null && atServer.closed != null, SECOND_NS))
          .isTrue();
      assertThat(atClient.closed).isEqualTo(CloseReason.FINISHED);
    }
  }

  @Test
  void aClientThatClosesWithoutAWordIsHeardByASilentServer() {
    final StackConfig config = StackConfig.defaults().withBuffers(64 << 10, 128 << 10);
    try (StackPair pair = new StackPair(1, config, config)) {
      final Transfer atServer = new Transfer(7, 9, 0);
      final Transfer atClient = new Transfer(9, 7, 0);
      pair.server.listen(PORT, () -> atServer);
      pair.client.connect(0, SERVER, PORT, atClient);
      atServer.closeWhenSent = false;

      assertThat(pair.run(() -> atServer.peerClosed, 5 * SECOND_NS)).isTrue();
    }
  }

  @Test
  void anApplicationThatWaitsForRoomLetsTheEngineSleep() {
    final StackConfig config = StackConfig.defaults();
    try (StackPair pair = new StackPair(1, config, config)) {
      final Transfer atServer = new Transfer(7, 9, 0);
      final Transfer atClient = new Transfer(9, 7, 1L << 40);
      atServer.closeWhenSent = false;
      atServer.limitPerCall = 0;
      pair.server.listen(PORT, () -> atServer);
      pair.client.connect(0, SERVER, PORT, atClient);
      pair.run(() -> false, 3 * SECOND_NS);

      for (int i = 0; i < 10; i++) {
        pair.client.doWork();
      }

      assertThat(pair.client.doWork()).isZero();
      assertThat(pair.client.nextDeadlineNs()).isGreaterThan(pair.nowNs());
    }
  }
}
