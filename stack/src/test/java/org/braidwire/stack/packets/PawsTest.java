package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 7323 5: protection against wrapped sequence numbers, at the wrap of the timestamp clock too. */
class PawsTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;
  private static final int FIRST_STAMP = -5;

  @Test
  void dropsAndAnswersAnOldTimestamp() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open(FIRST_STAMP) + 1;
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt).with("old").stamped(FIRST_STAMP - 1, 0));
      final Segment answer = peer.only();
      assertThat(answer.isPureAck()).as(answer.toString()).isTrue();
      assertThat(answer.ack()).isEqualTo(RCV_NXT);
      assertThat(answer.tsEcr()).isEqualTo(FIRST_STAMP);
      assertThat(peer.application.received).isEmpty();
    }
  }

  @Test
  void takesTimestampsAsTheyGrowOverTheWrap() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open(FIRST_STAMP) + 1;
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt).with("new").stamped(5, 0));
      assertThat(peer.application.received).hasToString("new");
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + 3, sndNxt).with("old").stamped(-1, 0));
      assertThat(peer.application.received).hasToString("new");
    }
  }

  @Test
  void dropsSilentlyASegmentWithoutTimestamps() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open(FIRST_STAMP) + 1;
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt).with("bare"));
      peer.none();
      assertThat(peer.application.received).isEmpty();
    }
  }

  @Test
  void believesAResetWhateverItsTimestamp() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open(FIRST_STAMP) + 1;
      peer.send(Segment.of(TcpFlags.RST, RCV_NXT, sndNxt).stamped(FIRST_STAMP - 100, 0));
      assertThat(peer.stack.openConnections()).isZero();
    }
  }
}
