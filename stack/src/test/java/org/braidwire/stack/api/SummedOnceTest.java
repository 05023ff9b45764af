package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import org.braidwire.stack.net.Crafted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With DSS checksums a payload is read once for both: octets that change in memory between the one and the other are
 * not noticed. That they would be if they were read again, the one that was trimmed shows.
 */
class SummedOnceTest {
  private static final byte[] MESSAGE = {11, -22, 33, -44, 55, -66, 77, -88, 99};
  private static final int CHANGED_BITS = 0x5a;

  private final ByteArrayOutputStream delivered = new ByteArrayOutputStream();

  @Test
  void theSumThatVerifiedASegmentVerifiesItsMapping() {
    try (HostileNet net = open()) {
      net.peer.sendPiece(MESSAGE, 3, 9);
      net.settle();
      TamperingPort.change(net.port.arrivalEnds.getLast() - 1);
      net.peer.sendPiece(MESSAGE, 0, 3);
      net.settle();

      expectUnnoticed(net, 8);
    }
  }

  @Test
  void theSumsOfSegmentsThatWaitTogetherAreAdded() {
    try (HostileNet net = open()) {
      net.peer.sendPiece(MESSAGE, 1, 4);
      net.settle();
      final long behind = net.port.arrivalEnds.getLast();
      net.peer.sendPiece(MESSAGE, 4, 9);
      net.settle();
      TamperingPort.change(behind);
      net.peer.sendPiece(MESSAGE, 0, 1);
      net.settle();

      expectUnnoticed(net, 4);
    }
  }

  /** The octet at {@code at} was changed in memory, and delivered so. */
  private void expectUnnoticed(final HostileNet net, final int at) {
    assertThat(net.count("DSS_CHECKSUM_ERRORS")).isZero();
    final byte[] changed = MESSAGE.clone();
    changed[at] ^= CHANGED_BITS;
    assertThat(delivered.toByteArray()).isEqualTo(changed);
  }

  @Test
  void aSegmentThatWasTrimmedIsReadAgain() {
    try (HostileNet net = open().joined()) {
      net.peer.sendPiece(MESSAGE, 1, 4);
      net.settle();
      final long behind = net.port.arrivalEnds.getLast();
      net.peer.sendPiece(MESSAGE, 2, 9);
      net.settle();
      TamperingPort.change(behind);
      net.peer.sendPiece(MESSAGE, 0, 1);
      net.settle();

      assertThat(net.count("DSS_CHECKSUM_ERRORS")).isEqualTo(1);
      assertThat(delivered.size()).isZero();
    }
  }

  /** In order and not, apart and over each other, at even and at odd places. */
  @ParameterizedTest
  @CsvSource({
    "0, 9, 0, 0, 0, 0",
    "0, 3, 3, 9, 0, 0",
    "0, 3, 3, 4, 4, 9",
    "4, 9, 3, 4, 0, 3",
    "3, 4, 4, 9, 0, 3",
    "0, 5, 3, 9, 0, 0",
    "3, 9, 0, 5, 0, 0",
    "2, 6, 3, 9, 0, 2",
    "5, 9, 1, 6, 0, 2",
    "1, 3, 5, 7, 0, 9"
  })
  void everyDamageIsStillFound(
      final int from1, final int to1, final int from2, final int to2, final int from3, final int to3) {
    final int[][] pieces = {{from1, to1}, {from2, to2}, {from3, to3}};
    try (HostileNet net = open()) {
      send(net, Crafted.sum(MESSAGE, 0, MESSAGE.length, 0), MESSAGE, pieces);
      assertThat(net.count("DSS_CHECKSUM_ERRORS")).isZero();
      assertThat(delivered.toByteArray()).isEqualTo(MESSAGE);
    }
    for (int at = 0; at < MESSAGE.length; at++) {
      final byte[] damaged = MESSAGE.clone();
      damaged[at] ^= CHANGED_BITS;
      delivered.reset();
      try (HostileNet net = open().joined()) {
        send(net, Crafted.sum(MESSAGE, 0, MESSAGE.length, 0), damaged, pieces);
        assertThat(net.count("DSS_CHECKSUM_ERRORS")).as("octet %d", at).isEqualTo(1);
        assertThat(delivered.size()).isZero();
      }
    }
  }

  @Test
  void theSegmentsOfARunThatIsCutHereTakeTheSumsOfItsMapping() {
    try (HostileNet net = open()) {
      net.peer.sendPiece(MESSAGE, 0, 9);
      net.peer.sendDataAck(10, 0);
      net.settle();
      net.port.changesRuns = true;
      Script.send(net.application.connection, 1, 4_000);
      net.settle();

      assertThat(net.count("RUNS_SENT")).isPositive();
      assertThat(net.port.sentRight).startsWith(true, false);
    }
  }

  private static void send(final HostileNet net, final int mappedSum, final byte[] octets, final int[][] pieces) {
    for (final int[] piece : pieces) {
      if (piece[1] > piece[0]) {
        net.peer.sendPiece(mappedSum, octets, piece[0], piece[1]);
        net.settle();
      }
    }
  }

  private HostileNet open() {
    final HostileNet net = new HostileNet(true);
    net.application.onData = (connection, offset, length) -> {
      for (int i = 0; i < length; i++) {
        delivered.write(connection.memory().get(ValueLayout.JAVA_BYTE, offset + i));
      }
      return length;
    };
    return net;
  }
}
