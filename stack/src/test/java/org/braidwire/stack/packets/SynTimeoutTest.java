package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lost SYN teaches of the path: RFC 6298 5.7, RFC 5681 3.1 as RFC 6928 2 has it. */
class SynTimeoutTest {
  private static final int MSS = 536;
  private static final long HANDSHAKE_NS = 100_000_000L;

  @ParameterizedTest(name = "{0} time-outs")
  @ValueSource(ints = {1, 2})
  void dataBeginsWithATimeOutOfThreeSeconds(final int timeouts) {
    try (ScriptedPeer peer = new ScriptedPeer(true)) {
      establish(peer, timeouts);
      peer.application.send("one");
      assertThat(peer.only().text()).isEqualTo("one");

      peer.pass(29 * ScriptedPeer.SECOND_NS / 10);
      peer.none();
      peer.pass(2 * ScriptedPeer.SECOND_NS / 10);
      assertThat(peer.only().text()).isEqualTo("one");
    }
  }

  /** Without one the time-out follows from the handshake's round trip. */
  @ParameterizedTest(name = "{0} time-outs")
  @ValueSource(ints = 0)
  void withoutATimeOutTheHandshakeIsMeasured(final int timeouts) {
    try (ScriptedPeer peer = new ScriptedPeer(true)) {
      establish(peer, timeouts);
      peer.application.send("one");
      assertThat(peer.only().text()).isEqualTo("one");

      peer.pass(ScriptedPeer.SECOND_NS / 2);
      assertThat(peer.only().text()).isEqualTo("one");
    }
  }

  @ParameterizedTest(name = "{0} time-outs: {1} segments")
  @CsvSource({"0, 10", "1, 10", "2, 1", "3, 1"})
  void theInitialWindowIsOneSegmentAfterTheSecondTimeOut(final int timeouts, final int segments) {
    try (ScriptedPeer peer = new ScriptedPeer(true)) {
      establish(peer, timeouts);
      peer.application.send("x".repeat(20 * MSS));

      final List<Segment> sent = peer.take();
      assertThat(sent.stream()
              .mapToInt(segment -> segment.text().length())
              .sum())
          .isEqualTo(segments * MSS);
    }
  }

  /** The stack connects, and its SYN is answered after it has been sent again {@code timeouts} times. */
  private static void establish(final ScriptedPeer peer, final int timeouts) {
    Segment syn = peer.connectFromStack();
    long timeOutNs = ScriptedPeer.SECOND_NS;
    for (int i = 0; i < timeouts; i++) {
      peer.pass(timeOutNs);
      syn = peer.only();
      assertThat(syn.has(TcpFlags.SYN)).isTrue();
      timeOutNs *= 2;
    }
    peer.pass(HANDSHAKE_NS);
    peer.send(Segment.of(TcpFlags.SYN | TcpFlags.ACK, ScriptedPeer.ISS, syn.seq() + 1));
    assertThat(peer.only().isPureAck()).isTrue();
  }
}
