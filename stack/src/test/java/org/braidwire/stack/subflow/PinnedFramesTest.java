package org.braidwire.stack.subflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedFramesTest {
  private static final int FRAMES = 256;
  private static final int RESERVE = FRAMES / 8;

  private final PacketMemory memory = PacketMemory.allocate(FRAMES, 1);
  private final RxSlicePool slices = new RxSlicePool(2 * FRAMES, memory, new Counters());
  private final List<RxSlice> held = new ArrayList<>();

  @AfterEach
  void close() {
    held.forEach(slices::recycle);
    assertThat(memory.leased()).isZero();
    memory.close();
  }

  private boolean hold(final PinnedFrames pins) {
    if (pins.isFull()) {
      return false;
    }
    final long frame = memory.leaseFrame();
    final RxSlice slice = slices.take(held.size(), frame, 1);
    memory.release(frame);
    pins.add(slice);
    held.add(slice);
    return true;
  }

  /** However many want all of it, each gets as much as is left, and somebody new still finds frames. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void theGreedyGetEqualPartsAndLeaveAsMuch(final int greedy) {
    final List<PinnedFrames> all = new ArrayList<>();
    for (int i = 0; i < greedy; i++) {
      all.add(new PinnedFrames(slices));
    }
    boolean any = true;
    while (any) {
      any = false;
      for (final PinnedFrames pins : all) {
        any |= hold(pins);
      }
    }
    final int part = (FRAMES - RESERVE) / (greedy + 1);
    assertThat(all).allSatisfy(pins -> assertThat(pins.count()).isBetween(part, part + 1));
    assertThat(memory.frames().free()).isGreaterThanOrEqualTo(RESERVE + part - greedy);
    assertThat(hold(new PinnedFrames(slices))).isTrue();
  }
}
