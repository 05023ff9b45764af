package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 9293 3.10.7.4: in TIME-WAIT a FIN that comes again is acknowledged, and 2 MSL begin anew. */
class TimeWaitTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;

  @Test
  void answersARepeatedFinAndWaitsAnew() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = peer.open() + 1;
      peer.application.connection.close();
      assertThat(peer.only().has(TcpFlags.FIN)).isTrue();
      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, fin + 1));
      assertAcknowledged(peer, fin);
      peer.pass(Subflow.TIME_WAIT_NS - ScriptedPeer.SECOND_NS);

      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, fin + 1));
      assertAcknowledged(peer, fin);
      peer.pass(Subflow.TIME_WAIT_NS - ScriptedPeer.SECOND_NS);
      assertThat(peer.stack.timeWaits()).isEqualTo(1);
      peer.pass(2 * ScriptedPeer.SECOND_NS);
      assertThat(peer.stack.timeWaits()).isZero();
      peer.none();
    }
  }

  /** RFC 6191: its timestamp tells a new connection's SYN from an old one that was late. */
  @Test
  void onlyANewerSynMayHaveTheName() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = peer.open(1000) + 1;
      peer.application.connection.close();
      assertThat(peer.only().has(TcpFlags.FIN)).isTrue();
      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, fin + 1).stamped(1010, 0));
      assertAcknowledged(peer, fin);

      peer.send(Segment.of(TcpFlags.SYN, RCV_NXT + 70_000, 0).stamped(1010, 0));
      assertAcknowledged(peer, fin);
      peer.send(Segment.of(TcpFlags.SYN, RCV_NXT + 70_000, 0));
      assertAcknowledged(peer, fin);

      peer.send(Segment.of(TcpFlags.SYN, RCV_NXT + 70_000, 0).stamped(1011, 0));
      final Segment answer = peer.only();
      assertThat(answer.has(TcpFlags.SYN | TcpFlags.ACK))
          .as(answer.toString())
          .isTrue();
      assertThat(answer.ack()).isEqualTo(RCV_NXT + 70_001);
    }
  }

  private static void assertAcknowledged(final ScriptedPeer peer, final int fin) {
    final Segment answer = peer.only();
    assertThat(answer.isPureAck()).as(answer.toString()).isTrue();
    assertThat(answer.seq()).isEqualTo(fin + 1);
    assertThat(answer.ack()).isEqualTo(RCV_NXT + 1);
  }
}
