package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 6298 3, Karn: what was sent again gives no sample, nor does what may have waited for it at the peer. */
class RttSampleTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;

  /** What a peer that states no MSS takes (RFC 9293 3.7.1): more than one do not fit after a time-out. */
  private static final int MSS_BYTES = 536;

  private static final long RTT_NS = ScriptedPeer.SECOND_NS / 100;
  private static final long RTO_NS = ScriptedPeer.SECOND_NS / 5;

  @Test
  void whatWaitedBehindAHoleIsNoSample() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int first = peer.open() + 1;
      peer.application.send("one");
      peer.take();
      peer.pass(RTT_NS);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, first + 3));
      final long srttNs = srttNs(peer);

      peer.application.send("x".repeat(2 * MSS_BYTES));
      assertThat(peer.take()).hasSize(2);
      peer.pass(2 * RTO_NS - 1);
      assertThat(peer.only().seq()).as("only what was lost is sent again").isEqualTo(first + 3);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, first + 3 + 2 * MSS_BYTES));

      assertThat(srttNs(peer)).isEqualTo(srttNs);
    }
  }

  @Test
  void whatWasSentOnceIsOne() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int first = peer.open() + 1;
      final long srttNs = srttNs(peer);
      peer.application.send("one");
      peer.take();
      peer.pass(RTT_NS);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, first + 3));

      assertThat(srttNs(peer)).isNotEqualTo(srttNs);
    }
  }

  private static long srttNs(final ScriptedPeer peer) {
    return peer.application.connection.info().subflows().getFirst().srttNs();
  }
}
