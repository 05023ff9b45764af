package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.port.FaultRates;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subflow dies with much in flight, and the survivor goes on for many send buffers. */
class StuckSubflowTest {
  private static final int PORT = 5001;
  private static final int SEND_BYTES = 1 << 20;
  private static final int FRAMES = 8192;

  /** Less than a send buffer: one connection gets two of them, and what a dead subflow keeps is missing. */
  private static final int FEW_CHUNKS = 4;

  private static final long FLIGHT_BYTES = 64 << 10;

  private static final int MANY_CHUNKS = 256;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");
  private static final long TOTAL = 120L * SEND_BYTES;
  private static final StackConfig CONFIG = StackConfig.defaults().withBuffers(2 << 20, SEND_BYTES);

  private final Transfer from = new Transfer(9, 7, TOTAL);
  private final Transfer to = new Transfer(7, 9, 0);

  private MptcpConnection begin(final StackPair pair) {
    pair.server.listen(PORT, () -> to);
    final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, from);
    assertThat(pair.run(
            () -> connection.info().subflows().stream()
                    .filter(subflow -> subflow.sentBytes() > SEND_BYTES)
                    .count()
                == 2,
            10 * SECOND_NS))
        .as(() -> "client " + pair.client.counters() + connection.info())
        .isTrue();
    return connection;
  }

  /** The link dies while its subflow has much in flight, of which nothing arrives. */
  private void kill(final StackPair pair, final MptcpConnection connection, final boolean silent) {
    pair.wires.get(1).setSilentDrop(true);
    assertThat(pair.run(() -> connection.info().subflows().get(1).flightBytes() > FLIGHT_BYTES, SECOND_NS))
        .as(() -> "client " + pair.client.counters() + connection.info())
        .isTrue();
    if (!silent) {
      pair.wires.get(1).setLinkUp(false);
    }
  }

  @ParameterizedTest(name = "silent {0}")
  @ValueSource(booleans = {true, false})
  void whereChunksAreShortItIsResetAndTheSurvivorGoesOn(final boolean silent) {
    try (StackPair pair = new StackPair(2, CONFIG, CONFIG, FaultRates.NONE, FRAMES, FEW_CHUNKS)) {
      final MptcpConnection connection = begin(pair);
      kill(pair, connection, silent);
      final long at = to.received;

      assertThat(pair.run(() -> to.received >= at + 20L * SEND_BYTES, 2 * SECOND_NS))
          .as(() -> (to.received - at) / 1024 + " KiB in 2 s, client " + pair.client.counters()
              + connection.info())
          .isTrue();
      assertThat(pair.client.counters().get("SUBFLOWS_RESET_FOR_MEMORY"))
          .as(() -> connection.info() + ", chunks "
              + pair.clientMemory.chunks().free())
          .isEqualTo(1);
      assertThat(pair.run(() -> to.received == TOTAL, 5 * SECOND_NS)).isTrue();
      assertThat(to.mismatchAt).isEqualTo(-1);
    }
  }

  @Test
  void whereThereAreChunksItIsKeptAndResumed() {
    try (StackPair pair = new StackPair(2, CONFIG, CONFIG, FaultRates.NONE, FRAMES, MANY_CHUNKS)) {
      final MptcpConnection connection = begin(pair);
      kill(pair, connection, false);
      final long at = to.received;
      assertThat(pair.run(() -> to.received >= at + 10L * SEND_BYTES, 2 * SECOND_NS))
          .isTrue();
      final long before = connection.info().subflows().get(1).sentBytes();
      pair.wires.get(1).setSilentDrop(false);
      pair.wires.get(1).setLinkUp(true);
      assertThat(pair.run(() -> to.received == TOTAL, 5 * SECOND_NS)).isTrue();

      assertThat(connection.info().subflows()).hasSize(2);
      assertThat(connection.info().subflows().get(1).sentBytes()).isGreaterThan(before);
      assertThat(pair.client.counters().get("SUBFLOWS_RESET_FOR_MEMORY")).isZero();
      assertThat(to.mismatchAt).isEqualTo(-1);
    }
  }
}
