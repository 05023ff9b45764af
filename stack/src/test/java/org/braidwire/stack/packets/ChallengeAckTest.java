package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 5961 4 and 5, and its 7 on rate: what is asked about, and kills nothing. */
class ChallengeAckTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;
  private static final int CHALLENGES_A_SECOND = 10;

  @Test
  void answersASynInTheWindow() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.SYN, RCV_NXT + 100, sndNxt));
      assertChallenged(peer, sndNxt);
      peer.send(Segment.of(TcpFlags.SYN | TcpFlags.ACK, RCV_NXT, sndNxt));
      assertChallenged(peer, sndNxt);
    }
  }

  @Test
  void answersAnAcknowledgementOfWhatWasNeverSentAndDropsItsText() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt + 1).with("forged"));
      assertChallenged(peer, sndNxt);
    }
  }

  @Test
  void answersAnAcknowledgementFarBelowSndUnaAndDropsItsText() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndUna = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndUna - Segment.WINDOW - 1)
          .with("forged"));
      assertChallenged(peer, sndUna);
    }
  }

  @Test
  void takesTextWithAnAcknowledgementThatIsOnlyOld() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndUna = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndUna - Segment.WINDOW).with("late"));
      assertThat(peer.application.received).hasToString("late");
      assertThat(peer.count("CHALLENGE_ACKS")).isZero();
    }
  }

  @Test
  void isLimitedInRate() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      assertThat(answersToForgedResets(peer, sndNxt)).isEqualTo(CHALLENGES_A_SECOND);
      assertThat(answersToForgedResets(peer, sndNxt)).isZero();
      peer.pass(ScriptedPeer.SECOND_NS);
      assertThat(answersToForgedResets(peer, sndNxt)).isEqualTo(CHALLENGES_A_SECOND);
    }
  }

  private static int answersToForgedResets(final ScriptedPeer peer, final int sndNxt) {
    int answers = 0;
    for (int i = 0; i < 3 * CHALLENGES_A_SECOND; i++) {
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT + 1 + i, sndNxt));
      answers += peer.take().size();
    }
    return answers;
  }

  private static void assertChallenged(final ScriptedPeer peer, final int sndNxt) {
    final Segment challenge = peer.only();
    assertThat(challenge.isPureAck()).as(challenge.toString()).isTrue();
    assertThat(challenge.seq()).isEqualTo(sndNxt);
    assertThat(challenge.ack()).isEqualTo(RCV_NXT);
    assertThat(peer.application.received).isEmpty();
    assertThat(peer.application.closed).isNull();
  }
}
