package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.port.FaultRates;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that stop, and peers that go on sending to them, take neither frames nor chunks from another connection. */
class PausedReadersTest {
  private static final int PAUSED_PORT = 5001;
  private static final int PORT = 5002;
  private static final int PAUSED = 12;
  private static final int FRAMES = 2048;
  private static final int CHUNKS = 128;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long PAUSE_AT = 1_000_000;
  private static final long PAUSED_TOTAL = 6_000_000;
  private static final long TOTAL = 20_000_000;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");

  private static long durationNs(final StackPair pair) {
    final Transfer from = new Transfer(9, 7, TOTAL);
    final Transfer to = new Transfer(7, 9, 0);
    pair.server.listen(PORT, () -> to);
    final long beganNs = pair.nowNs();
    pair.client.connect(0, SERVER, PORT, from);
    assertThat(pair.run(() -> to.received == TOTAL, 60 * SECOND_NS))
        .as(() -> to.received + " of " + TOTAL + ", server " + pair.server.counters())
        .isTrue();
    assertThat(to.mismatchAt).isEqualTo(-1);
    return pair.nowNs() - beganNs;
  }

  @ParameterizedTest(name = "multipath {0}")
  @ValueSource(booleans = {true, false})
  void takeNothingFromAnotherConnectionAndGoOnLater(final boolean multipath) {
    final StackConfig config = StackConfig.defaults().withMultipath(multipath);
    final long aloneNs;
    try (StackPair pair = new StackPair(1, config, config, FaultRates.NONE, FRAMES, CHUNKS)) {
      aloneNs = durationNs(pair);
    }
    try (StackPair pair = new StackPair(1, config, config, FaultRates.NONE, FRAMES, CHUNKS)) {
      final List<Transfer> paused = new ArrayList<>();
      pair.server.listen(PAUSED_PORT, () -> {
        final Transfer reader = new Transfer(3, 4, 0);
        reader.pauseAt = PAUSE_AT;
        paused.add(reader);
        return reader;
      });
      for (int i = 0; i < PAUSED; i++) {
        pair.client.connect(0, SERVER, PAUSED_PORT, new Transfer(4, 3, PAUSED_TOTAL));
      }
      assertThat(pair.run(
              () -> paused.size() == PAUSED
                  && paused.stream().allMatch(reader -> reader.received == PAUSE_AT),
              60 * SECOND_NS))
          .isTrue();
      pair.run(() -> false, SECOND_NS);

      assertThat(durationNs(pair))
          .as(() -> "client " + pair.client.counters() + ", server " + pair.server.counters())
          .isLessThan(aloneNs + aloneNs / 2);
      assertThat(paused).allMatch(reader -> reader.received == PAUSE_AT && reader.closed == null);

      for (final Transfer reader : paused) {
        reader.pauseAt = Long.MAX_VALUE;
        reader.connection.resumeReading();
      }
      assertThat(pair.run(
              () -> paused.stream().allMatch(reader -> reader.received == PAUSED_TOTAL), 120 * SECOND_NS))
          .as(() -> "server " + pair.server.counters())
          .isTrue();
      assertThat(paused).allMatch(reader -> reader.mismatchAt == -1);
    }
  }
}
