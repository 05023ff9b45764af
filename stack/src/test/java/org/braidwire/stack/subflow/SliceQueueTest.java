package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceQueueTest {
  private static final int SPAN = 200;

  private final PacketMemory memory = PacketMemory.allocate(64, 1);
  private final FramePool frames = memory.frames();
  private final RxSlicePool slices = new RxSlicePool(64, memory);
  private final SliceQueue queue = new SliceQueue(slices);

  @AfterEach
  void nothingIsLeft() {
    queue.clear();
    assertThat(frames.leased()).isZero();
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

  private int insert(final int position, final int bytes) {
    final long frame = frames.lease();
    for (int i = 0; i < bytes; i++) {
      Memory.putByte(frame + i, position + i);
    }
    final RxSlice slice = slices.take(position, frame, bytes);
    frames.release(frame);
    return queue.insert(slice);
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
