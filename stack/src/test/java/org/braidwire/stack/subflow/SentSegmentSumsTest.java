package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.wire.Checksum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sums of a run's segments, which the checksum of its mapping and their own are made of. */
class SentSegmentSumsTest {
  private final PacketMemory memory = PacketMemory.allocate(16, 1);
  private final SentSegmentPool pool = new SentSegmentPool(128, memory);
  private final RetransmissionQueue queue = new RetransmissionQueue(pool);
  private final long chunk = memory.chunks().lease();

  @BeforeEach
  void octets() {
    for (int i = 0; i < 20_000; i++) {
      Memory.putByte(chunk + i, 31 * i + (i >>> 7));
    }
  }

  @AfterEach
  void nothingLeaks() {
    queue.recycleAll();
    assertThat(memory.chunks().references(chunk)).isEqualTo(1);
    memory.close();
  }

  @ParameterizedTest(name = "{0} octets in segments of {1}")
  @CsvSource({"1, 1400", "1400, 1400", "1401, 1400", "2500, 1000", "9699, 1385", "11200, 1400", "11193, 1400", "7, 1"
  })
  void everySegmentHasItsSumAndAllOfThemTheWholes(final int bytes, final int segmentBytes) {
    final SentSegment run = run(bytes, segmentBytes);
    assertThat(run.ofSegment(0)).isEqualTo(Checksum.UNKNOWN);

    assertThat(run.sumPayload()).isEqualTo(Checksum.partial(chunk, bytes));

    for (int index = 0; index < run.wireSegments(); index++) {
      final int at = index * segmentBytes;
      assertThat(run.ofSegment(index))
          .isEqualTo(Checksum.partial(chunk + at, Math.min(segmentBytes, bytes - at)));
    }
    assertThat(run.ofSegment(run.wireSegments())).isEqualTo(Checksum.UNKNOWN);
  }

  @Test
  void ofMoreSegmentsThanAMappingWithAChecksumHasTheFirstAreKept() {
    final SentSegment run = run(10_500, 1_000);
    assertThat(run.sumPayload()).isEqualTo(Checksum.partial(chunk, 10_500));
    assertThat(run.ofSegment(0)).isEqualTo(Checksum.partial(chunk, 1_000));
    assertThat(run.ofSegment(7)).isEqualTo(Checksum.partial(chunk + 7_000, 1_000));
    assertThat(run.ofSegment(8)).isEqualTo(Checksum.UNKNOWN);
    assertThat(run.ofSegment(10)).isEqualTo(Checksum.UNKNOWN);
  }

  @Test
  void whatWasTrimmedOrSplitHasNone() {
    final SentSegment run = run(3_000, 1_000);
    run.sumPayload();
    final SentSegment back = queue.split(run, 2_000);
    assertThat(run.ofSegment(0)).isEqualTo(Checksum.UNKNOWN);
    assertThat(back.ofSegment(0)).isEqualTo(Checksum.UNKNOWN);

    assertThat(run.sumPayload()).isEqualTo(Checksum.partial(chunk, 2_000));
    queue.trimHead(1);
    assertThat(run.ofSegment(0)).isEqualTo(Checksum.UNKNOWN);
    assertThat(run.ofSegment(1)).isEqualTo(Checksum.UNKNOWN);
  }

  @Test
  void anEntryThatIsTakenAgainHasNone() {
    final SentSegment first = run(3_000, 1_000);
    first.sumPayload();
    queue.recycleAll();
    final SentSegment again = run(3_000, 1_000);
    assertThat(again).isSameAs(first);
    assertThat(again.ofSegment(0)).isEqualTo(Checksum.UNKNOWN);
  }

  private SentSegment run(final int bytes, final int segmentBytes) {
    final SentSegment run = pool.takeSharing(chunk);
    run.payloadAddress = chunk;
    run.payloadBytes = bytes;
    run.segmentBytes = segmentBytes;
    queue.append(run);
    return run;
  }
}
