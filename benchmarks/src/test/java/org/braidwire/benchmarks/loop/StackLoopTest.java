package org.braidwire.benchmarks.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loop does what its figures stand for. */
class StackLoopTest {
  private static final int BATCHES = 100;
  private static final int BATCH = 32;

  @ParameterizedTest
  @EnumSource(LoopProtocol.class)
  void everySegmentIsFullAndEachBatchIsAcknowledged(final LoopProtocol protocol) {
    try (StackLoop loop = new StackLoop(protocol, 64 << 10)) {
      final long before = loop.counters().get("SEGMENTS_SENT");
      for (int i = 0; i < BATCHES; i++) {
        loop.transfer(BATCH);
      }
      final long sent = loop.counters().get("SEGMENTS_SENT") - before;

      // at least one acknowledgement a batch, which may leave whole on one subflow, and no more data segments
      // than
      // there is data
      assertThat(sent).isBetween((long) BATCHES * (BATCH + 1), (long) BATCHES * (BATCH + BATCH / 2));
      final long fairBytes = (long) BATCHES * BATCH * StackLoop.PAYLOAD_BYTES / protocol.subflows;
      assertThat(loop.subflows())
          .hasSize(protocol.subflows)
          .allSatisfy(subflow -> assertThat(subflow.sentBytes()).isGreaterThan(fairBytes / 2));
      assertThat(loop.counters().get("SEGMENTS_RETRANSMITTED")).isZero();
    }
  }
}
