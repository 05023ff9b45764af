package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small message each millisecond both ways, over links that fall silent and come back and under engines that are
 * kept from running for a while. Once one link works for good, every message arrives, whatever the other does.
 */
class MessageStreamTest {
  private static final long MS = 1_000_000L;
  private static final int PORT = 5001;
  private static final int MESSAGE_BYTES = 48;
  private static final int TROUBLED_MS = 1500;
  private static final int CALM_MS = 1500;
  private static final long LAST_WAIT_NS = 3000 * MS;

  private final Script clientEnd = new Script();
  private final Script serverEnd = new Script();
  private long sent;

  @ParameterizedTest(name = "the other link heals: {0}")
  @ValueSource(booleans = {true, false})
  void noMessageStaysBehindOnASilentLink(final boolean heals) {
    for (int seed = 1; seed <= 40; seed++) {
      new MessageStreamTest().play(seed, heals);
    }
  }

  private void play(final int seed, final boolean heals) {
    final Random random = new Random(seed);
    try (StackPair pair = new StackPair(2, StackConfig.defaults(), StackConfig.defaults())) {
      pair.server.listen(PORT, () -> serverEnd);
      pair.client.connect(0, IpAddress.parseLow("192.0.2.2"), PORT, clientEnd);
      assertThat(pair.run(() -> hasJoined(pair), 2000 * MS)).isTrue();

      final int[] silentMs = new int[2];
      for (int ms = 0; ms < TROUBLED_MS; ms++) {
        for (int link = 0; link < 2; link++) {
          silentMs[link] = silentMs[link] > 0
              ? silentMs[link] - 1
              : random.nextInt(100) == 0 ? random.nextInt(300) : 0;
          pair.wires.get(link).setSilentDrop(silentMs[link] > 0);
        }
        message(pair, random);
      }
      pair.wires.get(0).setSilentDrop(false);
      pair.wires.get(1).setSilentDrop(true);
      for (int ms = 0; ms < CALM_MS; ms++) {
        if (heals && ms == CALM_MS / 2) {
          pair.wires.get(1).setSilentDrop(false);
        }
        message(pair, random);
      }
      pair.run(() -> serverEnd.received == sent && clientEnd.received == sent, LAST_WAIT_NS);
      assertThat(serverEnd.received)
          .as(() -> "seed " + seed + " " + clientEnd.connection.info())
          .isEqualTo(sent);
      assertThat(clientEnd.received)
          .as(() -> "seed " + seed + " " + serverEnd.connection.info())
          .isEqualTo(sent);
    }
  }

  private static boolean hasJoined(final StackPair pair) {
    return pair.client.counters().get("JOINS_ESTABLISHED") == 1
        && pair.server.counters().get("JOINS_ESTABLISHED") == 1;
  }

  /** One message each way, and a millisecond, now and then with one engine standing still for more. */
  private void message(final StackPair pair, final Random random) {
    Script.send(clientEnd.connection, (int) sent, MESSAGE_BYTES);
    Script.send(serverEnd.connection, (int) sent, MESSAGE_BYTES);
    sent += MESSAGE_BYTES;
    pair.pass(MS, true, true);
    if (random.nextInt(100) == 0) {
      final boolean clientStands = random.nextBoolean();
      pair.pass(random.nextInt(80) * MS, !clientStands, clientStands);
    }
  }
}
