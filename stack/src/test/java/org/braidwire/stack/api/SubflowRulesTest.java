package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.stack.wire.MpTcpRst;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connection does to one subflow because of what came there (RFC 8684 3.2, 3.7). */
class SubflowRulesTest {
  private static final long PEER = IpAddress.parseLow("192.0.2.1");
  private static final long JOINER = IpAddress.parseLow("192.0.2.17");
  private static final int PEER_PORT = 40_000;
  private static final long DATA_TIMEOUT_NS = 2_000_000_000L;
  private static final long ACKNOWLEDGED_BY_NS = 100_000_000L;

  // ---- options that vanish before MPTCP is confirmed ---------------------------------------------------------

  @Test
  void dataAcknowledgedWithoutOptionsOnTheOnlySubflowMeansPlainTcp() {
    try (HostileNet net = new HostileNet(false)) {
      Script.send(net.application.connection, 1, 10);
      net.settle();
      net.peer.sendBare(1, 0);
      net.settle();

      assertThat(net.application.connection.info().multipath()).isFalse();
      assertThat(net.peer.resetsHeard).isZero();
    }
  }

  @Test
  void dataAcknowledgedWithoutOptionsBesideAJoinResetsThatSubflow() {
    try (HostileNet net = new HostileNet(false).joined()) {
      Script.send(net.application.connection, 1, 10);
      net.settle();
      assertThat(net.peer.heardBytes).isEqualTo(10);
      net.peer.sendBare(1, 0);
      net.settle();

      assertThat(net.application.connection.info().multipath()).isTrue();
      assertThat(net.peer.resetsHeard).isEqualTo(1);
      assertThat(net.peer.resetReason).isEqualTo(MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
      net.pass(DATA_TIMEOUT_NS);
      assertThat(net.joiner.heardBytes)
          .as("sent again on the other subflow")
          .isPositive();
      assertThat(net.count("FALLBACKS")).isZero();
    }
  }

  /** RFC 8684 3.7: the stream would stand for ever, each copy acknowledged by the subflow alone. */
  @Test
  void optionsThatVanishLaterResetTheSubflow() {
    try (HostileNet net = new HostileNet(false).joined()) {
      net.peer.sendMapped(1, 1);
      net.settle();
      Script.send(net.application.connection, 1, 10);
      for (int round = 0; round < 160; round++) {
        net.pass(ACKNOWLEDGED_BY_NS);
        for (final HostilePeer end : List.of(net.peer, net.joiner)) {
          if (end.resetsHeard == 0) {
            end.sendBare(end.equals(net.peer) ? 2 : 1, 0);
          }
        }
        net.settle();
      }

      assertThat(net.peer.resetsHeard).isEqualTo(1);
      assertThat(net.peer.resetReason).isEqualTo(MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
      assertThat(net.joiner.resetsHeard).isEqualTo(1);
      assertThat(net.count("SUBFLOWS_WITHOUT_OPTIONS")).isEqualTo(2);
      assertThat(net.count("FALLBACKS")).isZero();
    }
  }

  @Test
  void aFinWithoutOptionsBesideAJoinEndsThatSubflowAlone() {
    try (HostileNet net = new HostileNet(false).joined()) {
      net.peer.sendBare(1, TcpFlags.FIN);
      net.settle();
      assertThat(net.peerClosed).isFalse();
      Script.send(net.application.connection, 1, 10);
      net.settle();

      assertThat(net.application.connection.info().multipath()).isTrue();
      assertThat(net.joiner.heardBytes).isEqualTo(10);
      assertThat(net.count("FALLBACKS")).isZero();
    }
  }

  // ---- checksums ---------------------------------------------------------------------------------------------

  @Test
  void aWrongChecksumResetsAndSaysWhichMappingItWas() {
    try (HostileNet net = new HostileNet(true).joined()) {
      net.peer.sendSpoilt(1, 5);
      net.settle();

      assertThat(net.peer.resetsHeard).isEqualTo(1);
      assertThat(net.peer.resetReason).isEqualTo(MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
      assertThat(net.peer.failedPosition).isEqualTo(5);
      assertThat(net.count("DSS_CHECKSUM_ERRORS")).isEqualTo(1);
      assertThat(net.application.closed).isNull();
    }
  }

  // ---- infinite mappings -------------------------------------------------------------------------------------

  @Test
  void anInfiniteMappingThatGoesOnWhereTheStreamIsMeansPlainTcp() {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendMapped(1, 1);
      net.peer.sendInfinite(2, 2, 2);
      net.peer.sendPlain(3);
      net.settle();

      assertThat(net.application.connection.info().fallbackReason())
          .isEqualTo("the peer sent an infinite mapping");
      assertThat(net.application.received).isEqualTo(3);
    }
  }

  /** It may begin at the newest octet known to have arrived, before the one that brings it. */
  @Test
  void anInfiniteMappingMayBeginEarlier() {
    try (HostileNet net = new HostileNet(true)) {
      net.peer.sendInfinite(1, 0, 0);
      net.settle();

      assertThat(net.application.connection.info().multipath()).isFalse();
      assertThat(net.application.received).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "octet {0} at {1}")
  @CsvSource({"2, 3", "3, 2", "2, 4294967298"})
  void anInfiniteMappingThatGoesOnElsewhereResets(final int ssn, final long position) {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendMapped(1, 1);
      net.peer.sendInfinite(2, position, ssn);
      net.settle();

      assertThat(net.peer.resetsHeard).isEqualTo(1);
      assertThat(net.peer.resetReason).isEqualTo(MpTcpRst.REASON_MPTCP_SPECIFIC);
      assertThat(net.application.received).isEqualTo(1);
      assertThat(net.count("DSS_MAPPING_ERRORS")).isEqualTo(1);
    }
  }

  // ---- joins -------------------------------------------------------------------------------------------------

  @Test
  void aServerJoinsNobodyWhoHasNotShownThatHeSpeaksMptcp() {
    try (HostileNet net = new HostileNet(false)) {
      assertThat(net.application.connection.join(1, 0, PEER, PEER_PORT)).isFalse();
      net.peer.sendMapped(1, 1);
      net.settle();
      assertThat(net.application.connection.join(1, 0, PEER, PEER_PORT)).isTrue();
    }
  }

  @Test
  void aServerDoesNotJoinWhereItsPeerTakesNoJoins() {
    try (HostileNet net = new HostileNet(false, true)) {
      net.peer.sendMapped(1, 1);
      net.settle();
      assertThat(net.application.connection.join(1, 0, PEER, PEER_PORT)).isFalse();
      assertThat(net.application.connection.join(1, 0, PEER, PEER_PORT + 1))
          .isTrue();
    }
  }

  @Test
  void theAddressOfAJoinIsNamedByItself() {
    try (HostileNet net = new HostileNet(false).joined()) {
      assertThat(net.joiner.joinAddressIds).containsExactly(2);
    }
  }

  @Test
  void aJoinOfOurOwnNamesItsAddressTheSameWay() {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendMapped(1, 1);
      net.settle();
      assertThat(net.application.connection.join(0, 0, PEER, PEER_PORT + 1))
          .isTrue();
      assertThat(net.application.connection.join(1, 0, JOINER, PEER_PORT)).isTrue();
      net.settle();

      assertThat(net.peer.joinAddressIds).as("from the initial address").containsExactly(0);
      assertThat(net.joiner.joinAddressIds).containsExactly(2);
    }
  }

  /** RFC 8684 3.4.1: the initial subflow's address is 0 on any link. */
  @Test
  void theInitialAddressOnAnotherLinkIsZero() {
    try (HostileNet net = new HostileNet(false).joined("192.0.2.2")) {
      assertThat(net.joiner.joinAddressIds).containsExactly(0);
    }
  }
}
