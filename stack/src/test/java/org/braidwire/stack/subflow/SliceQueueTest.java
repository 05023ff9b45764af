package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.wire.Checksum;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceQueueTest {
  private static final int SPAN = 200;
  private static final int MADE_UP = 0x1234;

  private final PacketMemory memory = PacketMemory.allocate(64, 1);
  private final FramePool frames = memory.frames();
  private final RxSlicePool slices = new RxSlicePool(64, memory, new Counters());
  private final PinnedFrames pins = new PinnedFrames(slices);
  private final SliceQueue queue = new SliceQueue(slices, pins);

  @AfterEach
  void nothingIsLeft() {
    queue.clear();
    assertThat(memory.leased()).isZero();
    assertThat(pins.count()).isZero();
    memory.close();
  }

  @Test
  void aCopyOverTwoHolesFillsBoth() {
    insert(10, 5);

    assertThat(insert(0, 30)).isEqualTo(25);

    assertThat(queue.bytes()).isEqualTo(30);
    assertThat(held()).isEqualTo(range(0, 30));
  }

  @Test
  void aCopyThatEndsInsideALaterSliceFillsTheHoleBeforeIt() {
    insert(10, 5);
    insert(20, 10);

    assertThat(insert(8, 15)).isEqualTo(7);

    assertThat(held()).isEqualTo(range(8, 30));
  }

  @Test
  void aCopyOfWhatTwoTouchingSlicesHoldIsNotKept() {
    insert(0, 10);
    insert(10, 20);

    assertThat(insert(5, 10)).isZero();

    assertThat(held()).isEqualTo(range(0, 30));
  }

  @Test
  void smallSlicesInARowShareAFrame() {
    for (int i = 0; i < 150; i++) {
      assertThat(insert(10 + i, 1)).isEqualTo(1);
    }
    assertThat(held()).isEqualTo(range(10, 160));
    assertThat(frames.leased()).isEqualTo(1);
    assertThat(pins.count()).isEqualTo(1);
  }

  @Test
  void aSliceOfMoreThanHalfAFrameStaysWhereItIs() {
    insert(0, 1);
    queue.insert(slice(1, FramePool.FRAME_BYTES / 2 + 1));
    assertThat(pins.count()).isEqualTo(2);
  }

  @Test
  void wholeMappingsThatFollowEachOtherBecomeOne() {
    insertMapped(1, 10, 1_000, 1, 10, false);
    insertMapped(11, 10, 1_010, 11, 10, false);
    insertMapped(21, 5, 1_020, 21, 6, true);

    assertThat(queue.head().next()).isNull();
    assertThat(queue.head().dsn()).isEqualTo(1_000);
    assertThat(queue.head().ssn()).isEqualTo(1);
    assertThat(queue.head().dataLevelLength()).isEqualTo(26);
    assertThat(queue.head().isDataFin()).isTrue();
  }

  @Test
  void partsOfOneMappingKeepIt() {
    insertMapped(1, 10, 1_000, 1, 100, false);
    insertMapped(11, 10, 1_000, 1, 100, false);
    assertThat(queue.head().next()).isNull();
    assertThat(queue.head().dataLevelLength()).isEqualTo(100);
  }

  /** Data sequence numbers that do not follow, a part of a mapping, a mapping that ended the stream. */
  @ParameterizedTest
  @CsvSource({"10, 1011, 11, 10, false", "10, 1010, 11, 20, false", "11, 1010, 11, 10, true"})
  void mappingsThatAreNotOneStayTwo(
      final int firstLength, final long dsn, final int ssn, final int length, final boolean firstIsFin) {
    insertMapped(1, 10, 1_000, 1, firstLength, firstIsFin);
    insertMapped(11, 10, dsn, ssn, length, false);
    assertThat(queue.head().next()).isNotNull();
    assertThat(queue.head().dataLevelLength()).isEqualTo(firstLength);
    assertThat(queue.head().next().dataLevelLength()).isEqualTo(length);
  }

  @Test
  void lowHalvesOfDataSequenceNumbersFollowEachOtherOverTheWrap() {
    final RxSlice first = slice(1, 10);
    first.map(0xffff_fffbL, false, 1, 10, false);
    final RxSlice second = slice(11, 10);
    second.map(5, false, 11, 10, false);
    queue.insert(first);
    queue.insert(second);
    assertThat(queue.head().next()).isNull();
    assertThat(queue.head().dataLevelLength()).isEqualTo(20);
  }

  @Test
  void whenLargeFramesAreShortTheirOctetsMoveToSmallOnes() {
    final int bytes = 5_000;
    long position = 1;
    for (int i = 0; i < memory.largeFrames().pieces(); i++, position += 20_000) {
      final long frame = memory.leaseLargeFrame();
      for (int at = 0; at < bytes; at++) {
        Memory.putByte(frame + at, (int) position + at);
      }
      final RxSlice slice = slices.take(position, frame, bytes);
      slice.map(77, true, 1, 60_000, false);
      memory.release(frame);
      queue.insert(slice);
    }

    final int large = memory.largeFrames().leased();
    assertThat(large).isLessThanOrEqualTo(memory.largeFrames().pieces() / 2);
    assertThat(memory.frames().leased()).isEqualTo((memory.largeFrames().pieces() - large) * 3);
    assertThat(queue.bytes()).isEqualTo((long) bytes * memory.largeFrames().pieces());
    held();
    for (RxSlice slice = queue.head(); slice != null; slice = slice.next()) {
      assertThat(slice.isMapped()).isTrue();
      assertThat(slice.dsn()).isEqualTo(77);
      assertThat(slice.dataLevelLength()).isEqualTo(60_000);
    }
  }

  private void insertMapped(
      final int position, final int bytes, final long dsn, final int ssn, final int length, final boolean fin) {
    final RxSlice slice = slice(position, bytes);
    slice.map(dsn, true, ssn, length, fin);
    assertThat(queue.insert(slice)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsTheUnionOfWhatCameEachOctetOnceAndInOrder(final long seed) {
    final Random random = new Random(seed);
    final BitSet expected = new BitSet();
    for (int i = 0; i < 40; i++) {
      final int position = random.nextInt(SPAN);
      final int bytes = 1 + random.nextInt(40);
      final int before = expected.cardinality();
      expected.set(position, position + bytes);
      assertThat(insert(position, bytes)).isEqualTo(expected.cardinality() - before);
      assertThat(held()).isEqualTo(expected);
      assertThat(queue.bytes()).isEqualTo(expected.cardinality());
    }
  }

  /** Many slices that do not touch, so that none is put behind another, in an order that jumps. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findsEveryPlaceAmongMany(final long seed) {
    final RxSlicePool many = new RxSlicePool(2_000, memory, new Counters());
    final SliceQueue deep = new SliceQueue(many, new PinnedFrames(many));
    final long frame = frames.lease();
    final Random random = new Random(seed);
    final BitSet expected = new BitSet();
    for (int i = 0; i < 1_500; i++) {
      final int position = random.nextInt(FramePool.FRAME_BYTES - 1);
      final int before = expected.cardinality();
      expected.set(position);
      final RxSlice slice = many.take(position, frame + position, 1);
      assertThat(deep.seek(position)).isTrue();
      assertThat(deep.insert(slice)).isEqualTo(expected.cardinality() - before);
      if (random.nextInt(8) == 0) {
        final RxSlice due = deep.pollUpTo(deep.head().position());
        expected.clear((int) due.position());
        many.recycle(due);
      }
    }
    final BitSet found = new BitSet();
    long end = -1;
    for (RxSlice slice = deep.head(); slice != null; slice = slice.next()) {
      assertThat(slice.position()).isGreaterThanOrEqualTo(end);
      end = slice.end();
      found.set((int) slice.position(), (int) end);
    }
    assertThat(found).isEqualTo(expected);
    deep.clear();
    frames.release(frame);
  }

  @Test
  void aPlaceTooDeepIsRefusedAndTheNextLookUpGoesOnFromThere() {
    final int count = 4 * SliceQueue.MAX_PASSED;
    final RxSlicePool many = new RxSlicePool(count, memory, new Counters());
    final SliceQueue deep = new SliceQueue(many, new PinnedFrames(many));
    final long frame = frames.lease();
    for (int i = 0; i < count; i++) {
      assertThat(deep.seek(2L * i)).as("an end is found at once").isTrue();
      deep.insert(many.take(2L * i, frame, 1));
    }
    assertThat(deep.seek(count + 1)).isFalse();
    assertThat(deep.seek(count + 1)).isTrue();
    assertThat(deep.seek(count + 1 + SliceQueue.MAX_PASSED)).isTrue();
    assertThat(deep.seek(1)).isTrue();
    assertThat(deep.seek(-1)).isTrue();
    deep.clear();
    frames.release(frame);
  }

  /** An octet without a mapping may not take the place of one that has it; what lies behind that is given up. */
  @Test
  void whatIsGivenUpBehindAMappingIsTold() {
    insertMapped(10, 5, 1_000, 10, 5, false);
    assertThat(queue.isCut()).isFalse();
    assertThat(insert(5, 20)).isEqualTo(5);
    assertThat(queue.isCut()).isTrue();
    assertThat(held()).isEqualTo(range(5, 15));
    assertThat(insert(0, 5)).isEqualTo(5);
    assertThat(queue.isCut()).isFalse();
  }

  // ---- sums --------------------------------------------------------------------------------------------------

  @Test
  void aSumStaysWithItsOctetsUntilTheyAreTrimmed() {
    final RxSlice slice = slice(0, 100);
    assertThat(slice.sum()).isEqualTo(Checksum.partial(slice.address(), 100));
    slice.sum(MADE_UP);
    slice.limit(100);
    slice.position(7);
    assertThat(slice.sum()).as("not made again").isEqualTo(MADE_UP);

    slice.trimBack(1);
    assertThat(slice.sum()).isEqualTo(Checksum.partial(slice.address(), 99));
    slice.sum(MADE_UP);
    slice.trimFront(1);
    assertThat(slice.sum()).isEqualTo(Checksum.partial(slice.address(), 98));
    slice.sum(MADE_UP);
    slice.limit(1);
    assertThat(slice.sum()).isEqualTo(Checksum.partial(slice.address(), 1));
    slices.recycle(slice);
    final RxSlice again = slice(0, 2);
    assertThat(again.sum()).isEqualTo(Checksum.partial(again.address(), 2));
    slices.recycle(again);
  }

  /** Odd numbers of octets: the second sum counts with its octets exchanged. */
  @Test
  void slicesThatShareAFrameShareASum() {
    insertSummed(10, 5);
    insertSummed(15, 4);
    insertSummed(19, 3);
    final RxSlice all = queue.head();
    final int right = Checksum.partial(all.address(), 12);
    assertThat(all.bytes()).isEqualTo(12);

    Memory.putByte(all.address() + 7, 0x77);
    assertThat(all.sum()).as("not made again").isEqualTo(right);

    insert(22, 1);
    assertThat(all.sum()).as("of one the sum was not known").isEqualTo(Checksum.partial(all.address(), 13));
  }

  private void insertSummed(final int position, final int bytes) {
    final RxSlice slice = slice(position, bytes);
    slice.sum(slice.sum());
    queue.insert(slice);
  }

  private int insert(final int position, final int bytes) {
    return queue.insert(slice(position, bytes));
  }

  private RxSlice slice(final int position, final int bytes) {
    final long frame = frames.lease();
    for (int i = 0; i < bytes; i++) {
      Memory.putByte(frame + i, position + i);
    }
    final RxSlice slice = slices.take(position, frame, bytes);
    frames.release(frame);
    return slice;
  }

  private static BitSet range(final int from, final int to) {
    final BitSet set = new BitSet();
    set.set(from, to);
    return set;
  }

  private BitSet held() {
    final BitSet set = new BitSet();
    long end = -1;
    for (RxSlice slice = queue.head(); slice != null; slice = slice.next()) {
      assertThat(slice.position()).isGreaterThanOrEqualTo(end);
      end = slice.end();
      for (int i = 0; i < slice.bytes(); i++) {
        assertThat(Memory.getByte(slice.address() + i)).isEqualTo((byte) (slice.position() + i));
      }
      set.set((int) slice.position(), (int) end);
    }
    return set;
  }
}
