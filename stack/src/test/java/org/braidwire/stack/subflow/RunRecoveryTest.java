package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.congestion.CongestionControls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs under selective acknowledgement: parts are cut out of them, and each keeps the whole mapping. */
class RunRecoveryTest {
  private static final int MSS = 1_000;
  private static final int FIRST_SEQ = 0xffff_f000; // wraps inside the run
  private static final long FIRST_DSN = 0xffff_ffffL;
  private static final int SSN = 77;

  private final PacketMemory memory = PacketMemory.allocate(16, 2);
  private final SentSegmentPool pool = new SentSegmentPool(512, memory);
  private final RetransmissionQueue queue = new RetransmissionQueue(pool);
  private final LossRecovery recovery = new LossRecovery(queue, CongestionControls.byName("cubic"), new Counters());
  private final long chunk = memory.chunks().lease();

  @BeforeEach
  void aRunOfTenSegmentsIsOutstanding() {
    final SentSegment run = pool.takeSharing(chunk);
    run.payloadAddress = chunk;
    run.payloadBytes = 10 * MSS - 300;
    run.segmentBytes = MSS;
    run.seq = FIRST_SEQ;
    run.push = true;
    run.map(FIRST_DSN, SSN, run.payloadBytes, false);
    queue.append(run);
  }

  @AfterEach
  void nothingLeaks() {
    queue.recycleAll();
    assertThat(memory.chunks().references(chunk)).isEqualTo(1);
    memory.close();
  }

  @Test
  void aBlockInTheMiddleIsCutOut() {
    assertThat(sack(3 * MSS, 5 * MSS)).isEqualTo(2 * MSS);

    assertThat(parts()).containsExactly("0+3000", "3000+2000 sacked", "5000+4700");
    assertThat(queue.pipeBytes()).isEqualTo(7_700);
    assertThat(queue.sackedBytes()).isEqualTo(2_000);
    assertThat(queue.tail().push).isTrue();
    assertThat(queue.head().push).isFalse();
    for (SentSegment part = queue.head(); part != null; part = part.next) {
      assertThat(part.dsn()).isEqualTo(FIRST_DSN);
      assertThat(part.ssn()).isEqualTo(SSN);
      assertThat(part.dataLevelLength()).isEqualTo(9_700);
      assertThat(part.payloadDsn() - FIRST_DSN).isEqualTo(part.seq - FIRST_SEQ);
      assertThat(part.payloadAddress() - chunk).isEqualTo(part.seq - FIRST_SEQ);
    }
  }

  @Test
  void blocksAtBothEndsLeaveTheMiddle() {
    assertThat(sack(0, MSS)).isEqualTo(MSS);
    assertThat(sack(8 * MSS, 9_700)).isEqualTo(1_700);

    assertThat(parts()).containsExactly("0+1000 sacked", "1000+7000", "8000+1700 sacked");
  }

  @Test
  void aGrowingBlockMarksOnlyWhatIsNew() {
    assertThat(sack(3 * MSS, 4 * MSS)).isEqualTo(MSS);
    assertThat(sack(3 * MSS, 6 * MSS)).isEqualTo(2 * MSS);
    assertThat(sack(3 * MSS, 6 * MSS)).isZero();

    assertThat(parts()).containsExactly("0+3000", "3000+1000 sacked", "4000+2000 sacked", "6000+3700");
  }

  @Test
  void aBlockOffTheSegmentsBoundariesCountsForWholeSegmentsOnly() {
    assertThat(sack(2 * MSS + 1, 5 * MSS - 1)).isEqualTo(MSS);
    assertThat(sack(MSS + 1, MSS + 2)).isZero();

    assertThat(parts()).containsExactly("0+3000", "3000+1000 sacked", "4000+5700");
  }

  @Test
  void aTrimmedRunIsCutOnTheSameBoundaries() {
    queue.trimHead(2 * MSS + 500);

    assertThat(sack(2 * MSS + 600, 5 * MSS)).isEqualTo(2 * MSS);

    assertThat(parts()).containsExactly("2500+500", "3000+2000 sacked", "5000+4700");
    assertThat(queue.head().payloadDsn()).isEqualTo(FIRST_DSN + 2_500);
    assertThat(queue.head().dsn()).isEqualTo(FIRST_DSN);
  }

  @Test
  void anExhaustedPoolLeavesTheRunWhole() {
    final List<SentSegment> taken = new ArrayList<>();
    while (pool.hasRoom()) {
      taken.add(pool.take());
    }

    assertThat(sack(3 * MSS, 5 * MSS)).isZero();

    assertThat(parts()).containsExactly("0+9700");
    taken.forEach(pool::recycle);
  }

  private int sack(final int from, final int to) {
    return recovery.mark(FIRST_SEQ + from, FIRST_SEQ + to);
  }

  private List<String> parts() {
    final List<String> parts = new ArrayList<>();
    for (SentSegment part = queue.head(); part != null; part = part.next) {
      parts.add((part.seq - FIRST_SEQ) + "+" + part.payloadBytes() + (part.isSacked() ? " sacked" : ""));
      assertThat(part.next == null || part.next.previous == part).isTrue();
    }
    assertThat(queue.size()).isEqualTo(parts.size());
    return parts;
  }
}
