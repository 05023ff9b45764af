package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 9293 3.6: every way in which the FINs of two ends meet, state by state (figure 5). */
class CloseTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;

  /** 3.6, case 3: CLOSING, and the acknowledgement of our FIN leads to TIME-WAIT. */
  @Test
  void finsThatCrossAreAcknowledgedByEither() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = closeFromStack(peer);
      assertThat(state(peer)).isEqualTo("FIN_WAIT_1");

      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, fin)); // sent before ours had come
      assertThat(state(peer)).isEqualTo("CLOSING");
      assertAcknowledged(peer, fin + 1, RCV_NXT + 1);
      assertThat(peer.application.peerClosed).isTrue();
      assertThat(peer.stack.timeWaits()).isZero();

      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 1, fin + 1));
      peer.none();
      assertWaitsAndEnds(peer);
    }
  }

  /** In CLOSING our FIN may have been lost. */
  @Test
  void aFinThatCrossedAndWasLostComesAgain() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = closeFromStack(peer);
      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, fin));
      assertAcknowledged(peer, fin + 1, RCV_NXT + 1);

      peer.pass(3 * ScriptedPeer.SECOND_NS);
      assertThat(peer.take()).isNotEmpty().allSatisfy(again -> {
        assertThat(again.flags()).isEqualTo(TcpFlags.FIN | TcpFlags.ACK);
        assertThat(again.seq()).isEqualTo(fin);
        assertThat(again.ack()).isEqualTo(RCV_NXT + 1);
      });
      assertThat(state(peer)).isEqualTo("CLOSING");

      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 1, fin + 1));
      assertWaitsAndEnds(peer);
    }
  }

  /** Note 2 of figure 5: the peer's FIN acknowledges ours. */
  @Test
  void aFinThatAcknowledgesOursLeadsToTimeWaitAtOnce() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = closeFromStack(peer);

      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, fin + 1));
      assertAcknowledged(peer, fin + 1, RCV_NXT + 1);
      assertWaitsAndEnds(peer);
    }
  }

  /** FIN-WAIT-2: the other direction goes on for as long as it likes. */
  @Test
  void whatComesAfterOurFinIsStillDelivered() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = closeFromStack(peer);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, fin + 1));
      peer.none();
      assertThat(state(peer)).isEqualTo("FIN_WAIT_2");

      peer.pass(2 * Subflow.TIME_WAIT_NS);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, fin + 1).with("late"));
      assertThat(peer.application.received).hasToString("late");
      assertThat(state(peer)).isEqualTo("FIN_WAIT_2");
      peer.take();

      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT + 4, fin + 1));
      assertAcknowledged(peer, fin + 1, RCV_NXT + 5);
      assertWaitsAndEnds(peer);
    }
  }

  /** CLOSE-WAIT: we go on sending; LAST-ACK: over with the acknowledgement of our FIN, and nothing waits. */
  @Test
  void thePeerThatClosedFirstIsTheOneThatWaits() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int first = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, first));
      assertAcknowledged(peer, first, RCV_NXT + 1);
      assertThat(state(peer)).isEqualTo("CLOSE_WAIT");
      peer.application.send("rest");
      assertThat(peer.only().text()).isEqualTo("rest");
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 1, first + 4));

      peer.application.connection.close();
      final Segment fin = peer.only();
      assertThat(fin.flags()).isEqualTo(TcpFlags.FIN | TcpFlags.ACK);
      assertThat(fin.seq()).isEqualTo(first + 4);
      assertThat(state(peer)).isEqualTo("LAST_ACK");
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 1, first + 4)); // not of our FIN
      assertThat(state(peer)).isEqualTo("LAST_ACK");
      assertThat(peer.application.closed).isNull();

      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 1, first + 5));
      assertThat(peer.application.closed).isEqualTo(CloseReason.FINISHED);
      assertThat(peer.stack.timeWaits()).isZero();
      peer.none();
    }
  }

  /** SYN-RECEIVED: the ACK comes before the FIN (3.10.7.4, fifth and eighth step), so one segment opens and half-closes. */
  @Test
  void aFinMayComeWithTheThirdAcknowledgement() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      peer.send(Segment.of(TcpFlags.SYN, ScriptedPeer.ISS, 0));
      final int first = peer.only().seq() + 1;

      peer.send(Segment.of(TcpFlags.FIN, RCV_NXT, 0)); // without ACK it is nothing
      assertThat(peer.application.connection).isNull();
      peer.take();
      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT, first).with("all"));
      assertThat(peer.application.received).hasToString("all");
      assertThat(peer.application.peerClosed).isTrue();
      assertThat(state(peer)).isEqualTo("CLOSE_WAIT");
      assertAcknowledged(peer, first, RCV_NXT + 4);

      peer.application.connection.close();
      assertThat(peer.only().flags()).isEqualTo(TcpFlags.FIN | TcpFlags.ACK);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 4, first + 1));
      assertThat(peer.application.closed).isEqualTo(CloseReason.FINISHED);
    }
  }

  /** A FIN before its octets waits for them, also where it crosses ours. */
  @Test
  void aFinThatOvertookItsOctetsIsTakenAfterThem() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int fin = closeFromStack(peer);
      peer.send(Segment.of(TcpFlags.FIN | TcpFlags.ACK, RCV_NXT + 4, fin));
      assertAcknowledged(peer, fin + 1, RCV_NXT);
      assertThat(state(peer)).isEqualTo("FIN_WAIT_1");

      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, fin).with("late"));
      assertThat(peer.application.received).hasToString("late");
      assertThat(state(peer)).isEqualTo("CLOSING");
      assertAcknowledged(peer, fin + 1, RCV_NXT + 5);
    }
  }

  /** Opens and closes; returns the sequence number of our FIN. */
  private static int closeFromStack(final ScriptedPeer peer) {
    final int first = peer.open() + 1;
    peer.application.connection.close();
    final Segment fin = peer.only();
    assertThat(fin.flags()).isEqualTo(TcpFlags.FIN | TcpFlags.ACK);
    assertThat(fin.seq()).isEqualTo(first);
    return first;
  }

  private static String state(final ScriptedPeer peer) {
    return peer.application.connection.info().subflows().getFirst().state();
  }

  private static void assertAcknowledged(final ScriptedPeer peer, final int seq, final int ack) {
    final Segment answer = peer.only();
    assertThat(answer.isPureAck()).as(answer.toString()).isTrue();
    assertThat(answer.seq()).as(answer.toString()).isEqualTo(seq);
    assertThat(answer.ack()).as(answer.toString()).isEqualTo(ack);
  }

  private static void assertWaitsAndEnds(final ScriptedPeer peer) {
    assertThat(peer.stack.timeWaits()).isEqualTo(1);
    assertThat(peer.application.closed).isEqualTo(CloseReason.FINISHED);
    peer.pass(Subflow.TIME_WAIT_NS + ScriptedPeer.SECOND_NS);
    assertThat(peer.stack.timeWaits()).isZero();
    peer.none();
  }
}
