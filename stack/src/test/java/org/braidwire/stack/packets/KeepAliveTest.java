package org.braidwire.stack.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.wire.TcpFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9293 3.8.4: a peer that rests is asked, where that is wanted, and only then; ours is answered. */
class KeepAliveTest {
  private static final int RCV_NXT = ScriptedPeer.ISS + 1;
  private static final long SECOND_NS = ScriptedPeer.SECOND_NS;
  private static final long IDLE_NS = 10 * SECOND_NS;
  private static final long INTERVAL_NS = 2 * SECOND_NS;
  private static final int PROBES = 3;

  @Test
  void asksAPeerThatAnswersForEver() {
    try (ScriptedPeer peer = keepingAlive()) {
      final int sndNxt = peer.open() + 1;
      for (int i = 0; i < 10 * PROBES; i++) {
        peer.pass(IDLE_NS - 1);
        peer.none();
        peer.pass(1);
        assertProbe(peer.only(), sndNxt);
        peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt));
      }
      assertThat(peer.application.closed).isNull();
      assertThat(peer.count("KEEP_ALIVES_SENT")).isEqualTo(10 * PROBES);
      assertThat(peer.count("SEGMENTS_RETRANSMITTED")).isZero();
    }
  }

  @Test
  void givesUpAPeerThatLeavesAllUnanswered() {
    try (ScriptedPeer peer = keepingAlive()) {
      final int sndNxt = peer.open() + 1;
      peer.pass(IDLE_NS);
      for (int i = 1; i < PROBES; i++) {
        assertProbe(peer.only(), sndNxt);
        peer.pass(INTERVAL_NS);
      }
      assertProbe(peer.only(), sndNxt);
      peer.pass(INTERVAL_NS - 1);
      assertThat(peer.application.closed).isNull();
      peer.pass(1);
      assertThat(peer.application.closed).isEqualTo(CloseReason.TIMED_OUT);
    }
  }

  @Test
  void oneAnswerForgivesWhatWasNotAnswered() {
    try (ScriptedPeer peer = keepingAlive()) {
      final int sndNxt = peer.open() + 1;
      peer.pass(IDLE_NS + (PROBES - 1) * INTERVAL_NS);
      assertThat(peer.take()).hasSize(PROBES);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt));
      peer.pass(IDLE_NS + (PROBES - 1) * INTERVAL_NS);
      assertThat(peer.take()).hasSize(PROBES);
      assertThat(peer.application.closed).isNull();
    }
  }

  /** Text, an acknowledgement, and the question of a peer that asks as we do. */
  @ParameterizedTest
  @CsvSource({"0, text", "0, ''", "-1, ''"})
  void whateverComesPutsItOff(final int fromRcvNxt, final String text) {
    try (ScriptedPeer peer = keepingAlive()) {
      final int sndNxt = peer.open() + 1;
      peer.pass(IDLE_NS - 1);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT + fromRcvNxt, sndNxt).with(text));
      peer.pass(IDLE_NS - 1);
      assertThat(peer.take()).allMatch(segment -> segment.seq() == sndNxt);
      peer.pass(1);
      assertThat(peer.only().seq()).isEqualTo(sndNxt - 1);
    }
  }

  @Test
  void asksNothingWhileSomethingIsOutstanding() {
    try (ScriptedPeer peer = keepingAlive()) {
      final int sndNxt = peer.open() + 1;
      peer.application.send("one");
      peer.pass(4 * IDLE_NS);
      assertThat(peer.take())
          .hasSizeGreaterThan(1)
          .allMatch(segment -> segment.text().equals("one"));
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt + 3));
      peer.pass(IDLE_NS - 1);
      peer.none();
      peer.pass(1);
      assertProbe(peer.only(), sndNxt + 3);
    }
  }

  @Test
  void asksAfterAHalfCloseAndNotInTimeWait() {
    try (ScriptedPeer peer = keepingAlive()) {
      final int sndNxt = peer.open() + 1;
      peer.application.connection.close();
      assertThat(peer.only().has(TcpFlags.FIN)).isTrue();
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT, sndNxt + 1));
      peer.pass(IDLE_NS);
      assertProbe(peer.only(), sndNxt + 1);
      peer.send(Segment.of(TcpFlags.ACK | TcpFlags.FIN, RCV_NXT, sndNxt + 1));
      assertThat(peer.only().ack()).isEqualTo(RCV_NXT + 1);
      peer.pass(4 * IDLE_NS);
      peer.none();
    }
  }

  /** RFC 9293 3.8.4, MUST-24: each connection may turn it on and off. */
  @Test
  void aConnectionMayWantItsOwn() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.pass(4 * IDLE_NS);
      peer.none();
      peer.application.connection.keepAlive(new KeepAlive(IDLE_NS, INTERVAL_NS, PROBES));
      peer.pass(IDLE_NS - 1);
      peer.none();
      peer.pass(1);
      assertProbe(peer.only(), sndNxt);
      peer.application.connection.keepAlive(KeepAlive.OFF);
      peer.pass(4 * IDLE_NS);
      peer.none();
      assertThat(peer.application.closed).isNull();
    }
  }

  @Test
  void aConnectionMayWantNoneWhereTheStackHasIt() {
    try (ScriptedPeer peer = keepingAlive()) {
      peer.open();
      peer.application.connection.keepAlive(KeepAlive.OFF);
      peer.pass(4 * IDLE_NS);
      peer.none();
    }
  }

  @Test
  void nobodyIsAskedUnlessThatIsWanted() {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      peer.open();
      peer.pass(7 * 24 * 3600 * SECOND_NS);
      peer.none();
      assertThat(peer.application.closed).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?"})
  void aPeerThatAsksIsAnswered(final String garbage) {
    try (ScriptedPeer peer = ScriptedPeer.client()) {
      final int sndNxt = peer.open() + 1;
      peer.pass(3600 * SECOND_NS);
      peer.send(Segment.of(TcpFlags.ACK, RCV_NXT - 1, sndNxt).with(garbage));
      final Segment answer = peer.only();
      assertThat(answer.isPureAck()).isTrue();
      assertThat(answer.seq()).isEqualTo(sndNxt);
      assertThat(answer.ack()).isEqualTo(RCV_NXT);
      assertThat(peer.application.received).isEmpty();
      assertThat(peer.count("CHALLENGE_ACKS")).isZero();
      assertThat(peer.count("PROBES_ANSWERED")).isEqualTo(garbage.isEmpty() ? 1 : 0);
    }
  }

  @Test
  void theStandardIsTwoHoursAtLeast() {
    assertThat(StackConfig.defaults().keepAlive()).isEqualTo(KeepAlive.OFF);
    assertThat(KeepAlive.standard().idleNs()).isGreaterThanOrEqualTo(2 * 3600 * SECOND_NS);
    assertThat(KeepAlive.after(SECOND_NS).intervalNs()).isEqualTo(SECOND_NS);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000000000, 9",
    "1000000000, 0, 9",
    "1000000000, 1000000000, 0",
    "1000000000, 1000000000, 128",
    "999999999, 1000000000, 9",
    "2592000000000001, 1000000000, 9"
  })
  void refusesWhatIsNeitherOnNorOff(final long idleNs, final long intervalNs, final int probes) {
    assertThatThrownBy(() -> new KeepAlive(idleNs, intervalNs, probes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ScriptedPeer keepingAlive() {
    return ScriptedPeer.client(StackConfig.defaults().withKeepAlive(new KeepAlive(IDLE_NS, INTERVAL_NS, PROBES)));
  }

  private static void assertProbe(final Segment probe, final int sndNxt) {
    assertThat(probe.isPureAck()).as(probe.toString()).isTrue();
    assertThat(probe.seq()).isEqualTo(sndNxt - 1);
    assertThat(probe.ack()).isEqualTo(RCV_NXT);
  }
}
