package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braidwire.stack.api.HostilePeer.DssChecksumChoice.NONE;
import static org.braidwire.stack.api.HostilePeer.DssChecksumChoice.RIGHT;
import static org.braidwire.stack.api.HostilePeer.DssChecksumChoice.WRONG;

import org.braidwire.stack.wire.MpTcpRst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8684 3.3.3: a DATA_FIN ends the stream, so it is believed no more than data is. */
class DataFinRulesTest {
  @ParameterizedTest(name = "checksum {0}")
  @ValueSource(booleans = {false, true})
  void isTakenInItsProperForm(final boolean checksum) {
    try (HostileNet net = new HostileNet(checksum)) {
      net.peer.sendFin(1, 1, 0, 1, 0, checksum ? RIGHT : NONE);
      net.settle();

      assertThat(net.peerClosed).isTrue();
      expectCounts(net, 0, 0, 0);
    }
  }

  @ParameterizedTest(name = "negotiated {0}")
  @ValueSource(booleans = {false, true})
  void withOrWithoutChecksumAgainstWhatWasNegotiatedResets(final boolean negotiated) {
    try (HostileNet net = new HostileNet(negotiated)) {
      net.peer.sendFin(1, 1, 0, 1, 0, negotiated ? NONE : RIGHT);
      net.settle();

      expectReset(net, MpTcpRst.REASON_MPTCP_SPECIFIC);
      expectCounts(net, 1, 0, 0);
    }
  }

  @Test
  void withAWrongChecksumResets() {
    try (HostileNet net = new HostileNet(true)) {
      net.peer.sendFin(1, 1, 0, 1, 0, WRONG);
      net.settle();

      expectReset(net, MpTcpRst.REASON_MIDDLEBOX_INTERFERENCE);
      expectCounts(net, 0, 0, 1);
    }
  }

  @ParameterizedTest(name = "SSN {0}, length {1}")
  @CsvSource({"0, 0", "0, 2", "1, 1"})
  void thatMapsMoreOrLessThanItselfResets(final int ssn, final int length) {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendFin(1, 1, ssn, length, 0, NONE);
      net.settle();

      expectReset(net, MpTcpRst.REASON_MPTCP_SPECIFIC);
      expectCounts(net, 1, 0, 0);
    }
  }

  @ParameterizedTest(name = "at {0}")
  @ValueSource(longs = {-5, 1L << 40})
  void outsideTheWindowIsDropped(final long position) {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendFin(1, position, 0, 1, 0, NONE);
      net.settle();
      assertThat(net.peerClosed).isFalse();
      expectCounts(net, 0, 1, 0);

      net.peer.sendFin(1, 1, 0, 1, 0, NONE);
      net.settle();
      assertThat(net.peerClosed).isTrue();
      expectCounts(net, 0, 1, 0);
    }
  }

  @ParameterizedTest(name = "with {0} octets")
  @ValueSource(ints = {0, 1})
  void elsewhereThanTheOneBeforeResets(final int bytes) {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendFin(1, 9, 0, 1, 0, NONE);
      net.peer.sendFin(1, 1, bytes, 1 + bytes, bytes, NONE);
      net.settle();

      expectReset(net, MpTcpRst.REASON_MPTCP_SPECIFIC);
      expectCounts(net, 1, 0, 0);
    }
  }

  @Test
  void beforeOctetsThatWaitResets() {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendMapped(1, 5);
      net.peer.sendFin(2, 3, 0, 1, 0, NONE);
      net.settle();

      expectReset(net, MpTcpRst.REASON_MPTCP_SPECIFIC);
      expectCounts(net, 1, 0, 0);
    }
  }

  @Test
  void isNotPassedByOctetsThatComeLater() {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendFin(1, 3, 0, 1, 0, NONE);
      net.peer.sendMapped(1, 3);
      net.peer.sendMapped(2, 1);
      net.peer.sendMapped(3, 2);
      net.settle();

      assertThat(net.application.received).isEqualTo(2);
      assertThat(net.peerClosed).isTrue();
      expectCounts(net, 1, 0, 0);
    }
  }

  @Test
  void isTakenAgainWhenItIsRepeated() {
    try (HostileNet net = new HostileNet(false)) {
      net.peer.sendFin(1, 2, 0, 1, 0, NONE);
      net.peer.sendFin(1, 1, 1, 2, 1, NONE);
      net.settle();
      net.peer.sendFin(2, 2, 0, 1, 0, NONE);
      net.peer.sendFin(1, 1, 1, 2, 1, NONE);
      net.settle();

      assertThat(net.application.received).isEqualTo(1);
      assertThat(net.peerClosed).isTrue();
      expectCounts(net, 0, 0, 0);
    }
  }

  private static void expectReset(final HostileNet net, final int reason) {
    assertThat(net.peerClosed).isFalse();
    assertThat(net.peer.resetsHeard).isEqualTo(1);
    assertThat(net.peer.resetReason).isEqualTo(reason);
  }

  private static void expectCounts(
      final HostileNet net, final int mappingErrors, final int outOfWindow, final int checksumErrors) {
    assertThat(net.count("DSS_MAPPING_ERRORS")).as("mapping errors").isEqualTo(mappingErrors);
    assertThat(net.count("DSS_OUT_OF_WINDOW")).as("out of window").isEqualTo(outOfWindow);
    assertThat(net.count("DSS_CHECKSUM_ERRORS")).as("checksum errors").isEqualTo(checksumErrors);
  }
}
