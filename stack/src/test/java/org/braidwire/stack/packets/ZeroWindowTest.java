package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 9293 3.8.6.1: a shut window is asked about as long as the peer answers, and not for ever when it does not. */
class ZeroWindowTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;
  private static final int PATIENT_MINUTES = 30;
  private static final long MINUTE_NS = 60 * ScriptedPeer.SECOND_NS;

  @Test
  void waitsForAPeerThatAnswers() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int shut = shutWindow(peer);
      int probes = 0;
      for (int minute = 0; minute < PATIENT_MINUTES; minute++) {
        peer.pass(MINUTE_NS);
        if (!peer.take().isEmpty()) {
          probes++;
          peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, shut).window(0));
        }
      }
      assertThat(probes).isGreaterThan(PATIENT_MINUTES / 2);
      assertThat(peer.application.closed).isNull();
    }
  }

  @Test
  void givesUpOneThatDoesNot() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      shutWindow(peer);
      peer.pass(MINUTE_NS);
      assertThat(peer.take()).isNotEmpty();
      assertThat(peer.application.closed).isNull();
      peer.pass(3 * MINUTE_NS);
      assertThat(peer.application.closed).isEqualTo(CloseReason.TIMED_OUT);
    }
  }

  /** Leaves octets waiting for a window that the peer has shut; returns what it has acknowledged. */
  private static int shutWindow(final ScriptedPeer peer) {
    final int first = peer.open() + 1;
    peer.application.send("one");
    assertThat(peer.only().text()).isEqualTo("one");
    peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, first + 3).window(0));
    peer.application.send("two");
    peer.none();
    return first + 3;
  }
}
