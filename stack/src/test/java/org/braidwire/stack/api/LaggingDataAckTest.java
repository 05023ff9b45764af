package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * RFC 8684 3.3.1: a DATA_ACK may lag behind the subflow's acknowledgement. A peer that lets it and then says nothing, as
 * Linux does, is asked before the data-level time-out, for nothing is lost.
 */
class LaggingDataAckTest {
  private static final int OCTETS = 1000;
  private static final long SOON_NS = 500_000;
  private static final long ASKED_BY_NS = 1_500_000;
  private static final long REPEATED_BY_NS = 5_000_000;
  private static final long LONG_NS = 2_000_000_000;

  @Test
  void isAskedFor() {
    try (HostileNet net = lagging()) {
      net.pass(SOON_NS);
      assertThat(net.peer.probesHeard).isZero();
      net.pass(ASKED_BY_NS);
      assertThat(net.peer.probesHeard).isEqualTo(1);

      net.peer.sendDataAck(1, OCTETS);
      net.pass(LONG_NS);
      assertThat(net.peer.probesHeard).isEqualTo(1);
      assertThat(net.peer.heardBytes).as("nothing was sent again").isEqualTo(OCTETS);
      assertThat(net.count("DATA_ACKS_REQUESTED")).isEqualTo(1);
    }
  }

  @Test
  void isAskedForWithOctetsOfAPeerThatAnswersNoProbe() {
    try (HostileNet net = lagging()) {
      net.pass(REPEATED_BY_NS);
      assertThat(net.peer.heardBytes).isEqualTo(2 * OCTETS);

      net.peer.sendDataAck(1, OCTETS);
      net.pass(LONG_NS);
      assertThat(net.peer.heardBytes).isEqualTo(2 * OCTETS);
    }
  }

  @Test
  void isNotAskedForWhileItKeepsUp() {
    try (HostileNet net = lagging()) {
      net.peer.sendDataAck(1, OCTETS);
      net.pass(LONG_NS);
      assertThat(net.peer.probesHeard).isZero();
      assertThat(net.count("DATA_ACKS_REQUESTED")).isZero();
    }
  }

  /** Octets have been sent, and are acknowledged at the subflow only. */
  private static HostileNet lagging() {
    final HostileNet net = new HostileNet(false);
    net.peer.sendDataAck(1, 0);
    net.settle();
    Script.send(net.application.connection, 1, OCTETS);
    net.until(() -> net.peer.heardBytes == OCTETS);
    net.peer.sendDataAck(1, 0);
    return net;
  }
}
