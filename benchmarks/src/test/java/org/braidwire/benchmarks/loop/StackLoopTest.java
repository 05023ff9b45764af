package org.braidwire.benchmarks.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loop does what its figures stand for. */
@Timeout(120)
class StackLoopTest {
  private static final int WARM_UP_BATCHES = 200;
  private static final int BATCHES = 200;
  private static final int BATCH = 32;

  @ParameterizedTest
  @EnumSource(LoopProtocol.class)
  void everySegmentIsFullAndEverySecondIsAcknowledged(final LoopProtocol protocol) {
    try (StackLoop loop = new StackLoop(protocol, 64 << 10)) {
      transfer(loop, WARM_UP_BATCHES, BATCH);
      final long acksBefore = loop.acks();
      final long sentBefore = loop.counters().get("SEGMENTS_SENT");

      transfer(loop, BATCHES, BATCH);

      final long acks = loop.acks() - acksBefore;
      final long sent = loop.counters().get("SEGMENTS_SENT") - sentBefore;
      assertThat(sent - acks).as("data segments").isEqualTo((long) BATCHES * BATCH);
      loop.checkAcks((long) BATCHES * BATCH, acks, BATCH);
      if (protocol.subflows == 1) {
        assertThat(loop.skips())
            .as("acknowledgements that were delayed")
            .isZero();
      }
      final long fairBytes = (long) BATCHES * BATCH * StackLoop.PAYLOAD_BYTES / protocol.subflows;
      assertThat(loop.subflows())
          .hasSize(protocol.subflows)
          .allSatisfy(subflow -> assertThat(subflow.sentBytes()).isGreaterThan(fairBytes / 2));
    }
  }

  @ParameterizedTest
  @EnumSource(LoopProtocol.class)
  void aSingleSegmentIsAcknowledgedByItself(final LoopProtocol protocol) {
    try (StackLoop loop = new StackLoop(protocol, 64 << 10)) {
      final long acksBefore = loop.acks();

      transfer(loop, BATCHES, 1);

      loop.checkAcks(BATCHES, loop.acks() - acksBefore, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TCP", "MPTCP"})
  void thePartsAreTheWhole(final LoopProtocol protocol) {
    try (StackLoop loop = new StackLoop(protocol, 64 << 10)) {
      transfer(loop, WARM_UP_BATCHES, BATCH);
      final LoopParts parts = new LoopParts();
      final long startNs = System.nanoTime();

      int whole = 0;
      for (int i = 0; i < BATCHES; i++) {
        whole += loop.transfer(BATCH, parts) ? 1 : 0;
      }

      final double sumNs = parts.segments() * (parts.send() + parts.receive()) + parts.acks() * parts.ackIn();
      assertThat(whole).isGreaterThan(BATCHES / 2);
      assertThat(parts.segments()).isEqualTo((long) whole * BATCH);
      assertThat(sumNs).isPositive().isLessThanOrEqualTo((double) (System.nanoTime() - startNs));
      loop.checkAcks(parts.segments(), parts.acks(), BATCH);
    }
  }

  private static void transfer(final StackLoop loop, final int batches, final int batch) {
    for (int i = 0; i < batches; i++) {
      loop.transfer(batch);
    }
  }
}
