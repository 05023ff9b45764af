package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 5961 3.2: a reset counts at exactly RCV.NXT; another one in the window is asked about. */
class ResetTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;

  @Test
  void endsTheConnectionAtRcvNxt() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT, sndNxt));
      peer.none();
      assertThat(peer.application.closed).isEqualTo(CloseReason.RESET_BY_PEER);
      assertThat(peer.stack.openConnections()).isZero();
    }
  }

  @Test
  void isAskedAboutInsideTheWindow() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT + 1, sndNxt));
      assertChallenged(peer, sndNxt);
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT + 60_000, sndNxt));
      assertChallenged(peer, sndNxt);
    }
  }

  @Test
  void isAskedAboutWhenItsTextReachesOverRcvNxt() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT - 4, sndNxt).with("killed"));
      assertChallenged(peer, sndNxt);
    }
  }

  @Test
  void isIgnoredOutsideTheWindow() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT - 1, sndNxt));
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT + (1 << 24), sndNxt));
      peer.none();
      assertAlive(peer, sndNxt);
    }
  }

  private static void assertChallenged(final ScriptedPeer peer, final int sndNxt) {
    final Segment challenge = peer.only();
    assertThat(challenge.isPureAck()).as(challenge.toString()).isTrue();
    assertThat(challenge.seq()).isEqualTo(sndNxt);
    assertThat(challenge.ack()).isEqualTo(RCV_NXT);
    assertThat(peer.application.received).isEmpty();
    assertAlive(peer, sndNxt);
  }

  private static void assertAlive(final ScriptedPeer peer, final int sndNxt) {
    assertThat(peer.application.closed).isNull();
    assertThat(peer.count("RESETS_RECEIVED")).isZero();
    peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt)); // a connection that is gone would answer RST
    peer.none();
  }
}
