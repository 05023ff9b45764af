package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A joined subflow carries our first data only once the peer must have taken it in (ADR 0019). */
class JoinSettlingTest {
  private static final int PORT = 5001;
  private static final long SERVER = 0xffff_c000_0202L;
  private static final long MS = 1_000_000L;
  private static final long TOTAL = 8_000_000;

  /** The side that listens sends little, and only on its first subflow. */
  private static final long LITTLE = 100;

  @Test
  void theSideThatJoinedWaits() {
    try (StackPair pair = new StackPair(2, StackConfig.defaults(), StackConfig.defaults())) {
      final MptcpConnection connection = open(pair, TOTAL, LITTLE);
      final long joinedNs = pair.nowNs();
      assertThat(sentOnJoined(connection)).isZero();
      pair.wires.get(0).setLinkUp(false); // nothing else is left to carry it

      assertThat(pair.run(() -> sentOnJoined(connection) > 0, 100 * MS)).isTrue();

      assertThat(pair.nowNs() - joinedNs).isBetween(19 * MS, 21 * MS);
    }
  }

  @Test
  void theSideThatJoinedNeedNotWaitWhereThePeerSends() {
    try (StackPair pair = new StackPair(2, StackConfig.defaults(), StackConfig.defaults())) {
      final MptcpConnection connection = open(pair, TOTAL, TOTAL);
      final long joinedNs = pair.nowNs();

      assertThat(pair.run(() -> sentOnJoined(connection) > 0, 100 * MS)).isTrue();

      assertThat(connection.info().subflows().get(1).receivedBytes()).isPositive();
      assertThat(pair.nowNs() - joinedNs).isLessThan(10 * MS);
    }
  }

  /** Connects, and runs until the second subflow is established. */
  private static MptcpConnection open(final StackPair pair, final long fromClient, final long fromServer) {
    final Transfer atServer = new Transfer(7, 9, fromServer);
    final Transfer atClient = new Transfer(9, 7, fromClient);
    atServer.closeWhenSent = false;
    atClient.closeWhenSent = false;
    pair.server.listen(PORT, () -> atServer);
    final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);
    assertThat(pair.run(() -> pair.client.counters().get("JOINS_ESTABLISHED") == 1, 100 * MS))
        .isTrue();
    return connection;
  }

  private static long sentOnJoined(final MptcpConnection connection) {
    return connection.info().subflows().get(1).sentBytes();
  }
}
