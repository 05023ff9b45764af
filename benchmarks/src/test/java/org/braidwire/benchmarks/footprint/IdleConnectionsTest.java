package org.braidwire.benchmarks.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections are opened by hundreds at a time, and each holds a chunk until its octets are acknowledged. */
@Timeout(60)
class IdleConnectionsTest {
  private static final int CONNECTIONS = 2_000;
  private static final int FEW_CHUNKS = 16;
  private static final int ECHOES = 20;

  @Test
  void whoFindsNoChunkWaitsForOneAndIsMadeAllTheSame() {
    final IdleConnections connections = new IdleConnections(1, CONNECTIONS, FEW_CHUNKS);
    connections.growTo(CONNECTIONS);
    assertThat(connections.chunksRefused()).isPositive();
    connections.echo(ECHOES);
  }
}
