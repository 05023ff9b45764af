package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;

/** RFC 9293 3.7.4: a small segment waits while anything is unacknowledged, unless the application wants no delay. */
class NagleTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;

  /** What a peer that states no MSS takes (RFC 9293 3.7.1). */
  private static final int MSS_BYTES = 536;

  @Test
  void holdsASmallSegmentWhileOneIsOutstanding() {
    try (ScriptedPeer peer = ScriptedPeer.client(false)) {
      final int first = peer.open() + 1;
      peer.application.send("one");
      assertThat(peer.only().text()).isEqualTo("one");
      peer.application.send("two");
      peer.application.send("three");
      peer.none();
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, first + 3));
      assertThat(peer.only().text()).isEqualTo("twothree");
    }
  }

  @Test
  void sendsAFullSegmentAtOnce() {
    try (ScriptedPeer peer = ScriptedPeer.client(false)) {
      peer.open();
      peer.application.send("one");
      peer.take();
      peer.application.send("x".repeat(MSS_BYTES + 1));
      assertThat(peer.only().text()).hasSize(MSS_BYTES);
    }
  }

  @Test
  void sendsEverySegmentAtOnceWithoutDelay() {
    try (ScriptedPeer peer = ScriptedPeer.client(true)) {
      peer.open();
      peer.application.send("one");
      assertThat(peer.only().text()).isEqualTo("one");
      peer.application.send("two");
      assertThat(peer.only().text()).isEqualTo("two");
    }
  }
}
