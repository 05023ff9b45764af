package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.port.FaultRates;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackTransferTest {
  private static final int PORT = 5001;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");

  @ParameterizedTest(name = "{0} links, client multipath {1}, server multipath {2}, checksum {3}")
  @CsvSource({
    "1, false, false, false",
    "1, true, false, false",
    "1, false, true, false",
    "1, true, true, false",
    "1, true, true, true",
    "2, true, true, false",
    "2, true, true, true",
    "3, true, true, false"
  })
  void bytesArriveOnceInOrderBothWaysAndTheConnectionFinishes(
      final int links, final boolean clientMultipath, final boolean serverMultipath, final boolean checksum) {
    final long total = 3_000_000;
    final StackConfig base =
        StackConfig.defaults().withBuffers(256 << 10, 256 << 10).withChecksum(checksum);
    try (StackPair pair =
        new StackPair(links, base.withMultipath(clientMultipath), base.withMultipath(serverMultipath))) {
      final Transfer atServer = new Transfer(7, 9, total);
      final Transfer atClient = new Transfer(9, 7, total);
      pair.server.listen(PORT, () -> atServer);
      final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);

      assertThat(pair.run(() -> atClient.closed != null && atServer.closed != null, 20 * SECOND_NS))
          .as(() -> "client " + connection.info() + " server " + pair.server.counters())
          .isTrue();

      assertThat(atClient.mismatchAt).isEqualTo(-1);
      assertThat(atServer.mismatchAt).isEqualTo(-1);
      assertThat(atClient.received).isEqualTo(total);
      assertThat(atServer.received).isEqualTo(total);
      assertThat(atClient.closed).isEqualTo(CloseReason.FINISHED);
      assertThat(atServer.closed).isEqualTo(CloseReason.FINISHED);
      final boolean multipath = clientMultipath && serverMultipath;
      assertThat(connection.info().multipath()).isEqualTo(multipath);
      assertThat(connection.info().subflows()).hasSize(multipath ? links : 1);
    }
  }

  /**
   * SYN, question, DATA_FIN, FIN and last ACK one way, SYN/ACK, answer, DATA_FIN and FIN the other: each DATA_ACK and each
   * ACK but the last rides on what is sent anyway.
   */
  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void aQuestionAndItsAnswerTakeNineSegmentsWithEverythingAroundThem(final boolean checksum) {
    final StackConfig config = StackConfig.defaults().withChecksum(checksum);
    try (StackPair pair = new StackPair(1, config, config)) {
      final Script client = new Script();
      final Script server = new Script();
      client.onEstablished = connection -> Script.send(connection, 0, 64);
      server.onData = (connection, offset, length) -> {
        Script.send(connection, 0, length);
        return length;
      };
      client.onData = (connection, offset, length) -> {
        connection.close();
        return length;
      };
      server.onPeerClosed = MptcpConnection::close;
      pair.server.listen(PORT, () -> server);
      pair.client.connect(0, SERVER, PORT, client);

      assertThat(pair.run(() -> pair.client.timeWaits() == 1 && server.closed != null, 5 * SECOND_NS))
          .isTrue();

      assertThat(client.received).isEqualTo(64);
      assertThat(client.closed).isEqualTo(CloseReason.FINISHED);
      assertThat(server.closed).isEqualTo(CloseReason.FINISHED);
      assertThat(pair.client.counters().get("FALLBACKS")).isZero();
      assertThat(pair.client.counters().get("SEGMENTS_SENT")).isEqualTo(5);
      assertThat(pair.server.counters().get("SEGMENTS_SENT")).isEqualTo(4);
    }
  }

  /** RFC 9293 3.8.6.3: every second segment, also where a burst brings many; otherwise once a burst. */
  @ParameterizedTest(name = "once a cycle {0}")
  @CsvSource({"true, 0.0, 0.4", "false, 0.5, 0.6"})
  void acknowledgementsForASegment(final boolean perCycle, final double least, final double most) {
    final long total = 3_000_000;
    final StackConfig config = StackConfig.defaults().withAckPerCycle(perCycle);
    try (StackPair pair = new StackPair(1, config, config)) {
      final Transfer sink = new Transfer(7, 9, 0);
      final Transfer source = new Transfer(9, 7, total);
      pair.server.listen(PORT, () -> sink);
      pair.client.connect(0, SERVER, PORT, source);

      assertThat(pair.run(() -> sink.received == total, 20 * SECOND_NS)).isTrue();

      final double segments = pair.server.counters().get("SEGMENTS_RECEIVED");
      assertThat(pair.server.counters().get("SEGMENTS_SENT") / segments).isBetween(least, most);
    }
  }

  @Test
  void theListenersBackupPathCarriesNothingWhileItsOtherWorks() {
    final long total = 3_000_000;
    try (StackPair pair = StackPair.withServerBackups(2, StackConfig.defaults())) {
      final Transfer atServer = new Transfer(7, 9, total);
      final Transfer atClient = new Transfer(9, 7, total);
      atServer.closeWhenSent = false;
      atClient.closeWhenSent = false;
      pair.server.listen(PORT, () -> atServer);
      final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);

      assertThat(pair.run(() -> atClient.received == total && atServer.received == total, 20 * SECOND_NS))
          .isTrue();

      assertThat(connection.info().subflows())
          .extracting(SubflowInfo::backup)
          .containsExactly(false, true);
      assertThat(atServer.connection.info().subflows())
          .extracting(SubflowInfo::backup)
          .containsExactly(false, true);
      final long measuring = total / 10; // an idle path is measured by copies of a little
      assertThat(connection.info().subflows().get(1).sentBytes()).isLessThan(measuring);
      assertThat(atServer.connection.info().subflows().get(1).sentBytes()).isLessThan(measuring);
    }
  }

  @Test
  void aStreamLeavesInRunsAndAMessageDoesNot() {
    try (StackPair pair = new StackPair(2, StackConfig.defaults(), StackConfig.defaults())) {
      final Transfer atServer = new Transfer(7, 9, 100);
      final Transfer atClient = new Transfer(9, 7, 3_000_000);
      pair.server.listen(PORT, () -> atServer);
      pair.client.connect(0, SERVER, PORT, atClient);

      assertThat(pair.run(() -> atClient.closed != null && atServer.closed != null, 20 * SECOND_NS))
          .isTrue();

      assertThat(atServer.received).isEqualTo(3_000_000);
      assertThat(pair.client.counters().get("RUNS_SENT")).isPositive();
      assertThat(pair.client.counters().get("SEGMENTS_SENT"))
          .isGreaterThan(2 * pair.client.counters().get("RUNS_SENT"));
      assertThat(pair.server.counters().get("RUNS_SENT")).isZero();
      assertThat(pair.server.counters().get("SACKS_SENT")).isZero();
      assertThat(pair.client.counters().get("SACKS_USED")).isZero();
    }
  }

  @Test
  void bytesArriveThroughNicAgentsAndOverALossyLink() {
    final long total = 3_000_000;
    final FaultRates loss = new FaultRates(0.01, 0, 0, 0.01, 8);
    try (StackPair pair = StackPair.withNicAgents(2, StackConfig.defaults(), loss)) {
      final Transfer atServer = new Transfer(7, 9, total);
      final Transfer atClient = new Transfer(9, 7, total);
      pair.server.listen(PORT, () -> atServer);
      pair.client.connect(0, SERVER, PORT, atClient);

      assertThat(pair.run(() -> atClient.closed != null && atServer.closed != null, 60 * SECOND_NS))
          .isTrue();
      assertThat(atClient.received).isEqualTo(total);
      assertThat(atServer.received).isEqualTo(total);
      assertThat(atClient.mismatchAt).isEqualTo(-1);
      assertThat(atServer.mismatchAt).isEqualTo(-1);
      assertThat(pair.client.counters().get("SACKS_USED"))
          .isBetween(1L, pair.server.counters().get("SACKS_SENT"));
      assertThat(pair.server.counters().get("SACKS_USED"))
          .isBetween(1L, pair.client.counters().get("SACKS_SENT"));
    }
  }

  @Test
  void aRefusedConnectionSaysSo() {
    try (StackPair pair = new StackPair(1, StackConfig.defaults(), StackConfig.defaults())) {
      final Transfer atClient = new Transfer(9, 7, 1);
      pair.client.connect(0, SERVER, PORT, atClient);

      assertThat(pair.run(() -> atClient.closed != null, 5 * SECOND_NS)).isTrue();

      assertThat(atClient.closed).isEqualTo(CloseReason.REFUSED);
      assertThat(atClient.established).isFalse();
    }
  }

  @Test
  void anAbortIsSeenByThePeerAsAReset() {
    try (StackPair pair = new StackPair(2, StackConfig.defaults(), StackConfig.defaults())) {
      final Transfer atServer = new Transfer(7, 9, 0);
      final Transfer atClient = new Transfer(9, 7, 1000);
      atServer.closeWhenSent = false;
      atClient.closeWhenSent = false;
      pair.server.listen(PORT, () -> atServer);
      final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);
      assertThat(pair.run(() -> atServer.received == 1000, SECOND_NS)).isTrue();

      connection.abort();

      assertThat(pair.run(() -> atServer.closed != null && atClient.closed != null, SECOND_NS))
          .isTrue();
      assertThat(atServer.closed).isEqualTo(CloseReason.RESET_BY_PEER);
      assertThat(atClient.closed).isEqualTo(CloseReason.ABORTED);
    }
  }

  @Test
  void aLinkThatGoesDownAndComesBackLosesNothing() {
    final long total = 20_000_000;
    final StackConfig config = StackConfig.defaults();
    try (StackPair pair = new StackPair(2, config, config)) {
      final Transfer atServer = new Transfer(7, 9, total);
      final Transfer atClient = new Transfer(9, 7, total);
      pair.server.listen(PORT, () -> atServer);
      final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, atClient);
      assertThat(pair.run(() -> atServer.received > 3_000_000, 10 * SECOND_NS))
          .isTrue();
      pair.wires.get(0).setLinkUp(false);
      assertThat(pair.run(() -> atServer.received > 8_000_000, 10 * SECOND_NS))
          .isTrue();
      pair.wires.get(0).setLinkUp(true);
      assertThat(pair.run(() -> atServer.received > 12_000_000, 10 * SECOND_NS))
          .isTrue();
      pair.wires.get(1).setSilentDrop(true);

      assertThat(pair.run(() -> atServer.received == total && atClient.received == total, 60 * SECOND_NS))
          .as(() -> "client " + connection.info() + " counters " + pair.client.counters())
          .isTrue();
      assertThat(atClient.mismatchAt).isEqualTo(-1);
      assertThat(atServer.mismatchAt).isEqualTo(-1);
      assertThat(connection.info().reinjectedTimeoutBytes()).isPositive();
    }
  }

  @Test
  void fewerFramesThanTheWindowMayNeedDelayButDoNotStop() {
    final long total = 4_000_000;
    final FaultRates loss = new FaultRates(0.03, 0, 0, 0, 1);
    try (StackPair pair = new StackPair(1, StackConfig.defaults(), StackConfig.defaults(), loss, 640)) {
      final Transfer atServer = new Transfer(7, 9, total);
      final Transfer atClient = new Transfer(9, 7, total);
      pair.server.listen(PORT, () -> atServer);
      pair.client.connect(0, SERVER, PORT, atClient);

      assertThat(pair.run(() -> atClient.closed != null && atServer.closed != null, 300 * SECOND_NS))
          .as(() -> "client " + pair.client.counters() + " server " + pair.server.counters())
          .isTrue();
      assertThat(atClient.received).isEqualTo(total);
      assertThat(atServer.received).isEqualTo(total);
    }
  }
}
