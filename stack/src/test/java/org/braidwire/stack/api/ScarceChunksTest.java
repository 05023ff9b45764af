package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.port.FaultRates;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;

/** More connections than chunks have something to say at once: those that find none are told, counted, and served. */
class ScarceChunksTest {
  private static final int PORT = 5001;
  private static final int CHUNKS = 4;
  private static final int CONNECTIONS = 32;
  private static final int MESSAGE_BYTES = 100;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");

  @Test
  void aFirstClaimMayFindNoChunkAndIsServedWhenThereIsOne() {
    final StackConfig config = StackConfig.defaults();
    try (StackPair pair = new StackPair(1, config, config, FaultRates.NONE, StackPair.FRAMES, CHUNKS)) {
      final List<Script> servers = new ArrayList<>();
      pair.server.listen(PORT, () -> {
        servers.add(new Script());
        return servers.getLast();
      });
      final List<Script> clients = new ArrayList<>();
      final int[] refused = new int[1];
      for (int i = 0; i < CONNECTIONS; i++) {
        final Script client = new Script();
        client.onEstablished = connection -> refused[0] += claim(connection) ? 0 : 1;
        client.onWritable = client.onEstablished;
        clients.add(client);
        pair.client.connect(0, SERVER, PORT, client);
      }

      assertThat(pair.run(
              () -> servers.size() == CONNECTIONS
                  && servers.stream().allMatch(s -> s.received == MESSAGE_BYTES),
              20 * SECOND_NS))
          .as("all are served: " + pair.client.counters())
          .isTrue();

      assertThat(refused[0]).as("claims refused").isPositive();
      assertThat(pair.client.counters().get("CHUNKS_REFUSED")).isEqualTo(refused[0]);
      assertThat(clients).allMatch(client -> client.closed == null);
    }
  }

  private static boolean claim(final MptcpConnection connection) {
    if (connection.tryClaim(MESSAGE_BYTES) == MptcpConnection.BACK_PRESSURE) {
      return false;
    }
    return connection.commit(MESSAGE_BYTES);
  }
}
