package org.braidwire.io.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryPort;
import org.braidwire.io.memory.MemoryWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {
  private static final int FRAMES = 10_000;
  private static final int BYTES = 60;

  private final PacketMemory nearMemory = PacketMemory.allocate(256, 2);
  private final PacketMemory farMemory = PacketMemory.allocate(256, 2);
  private final MemoryWire wire = new MemoryWire("wire", 1500, 64);
  private final MemoryPort near = wire.open(0, nearMemory, 1);
  private final MemoryPort far = wire.open(1, farMemory, 2);

  @AfterEach
  void nothingLeaks() {
    near.close();
    far.close();
    assertThat(nearMemory.frames().leased()).isZero();
    assertThat(farMemory.frames().leased()).isZero();
    nearMemory.close();
    farMemory.close();
  }

  @Test
  void withoutRatesEveryFramePassesInOrder() {
    final List<Integer> seen = run(FaultRates.NONE, FaultRates.NONE, 1);
    assertThat(seen).hasSize(FRAMES).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void receivedFramesAreLostAsOftenAsCounted() {
    final FaultInjector injector = receiving(new FaultRates(0.1, 0, 0, 0, 1));
    final List<Integer> seen = pump(near, injector);
    assertThat(injector.receiveFaults().lost()).isBetween(800L, 1200L);
    assertThat(seen).hasSize(FRAMES - (int) injector.receiveFaults().lost()).isSorted();
  }

  @Test
  void sentFramesAreLostAsOftenAsCounted() {
    final FaultInjector injector = sending(new FaultRates(0.1, 0, 0, 0, 1));
    final List<Integer> seen = pump(injector, far);
    assertThat(injector.transmitFaults().lost()).isBetween(800L, 1200L);
    assertThat(seen)
        .hasSize(FRAMES - (int) injector.transmitFaults().lost())
        .isSorted();
  }

  @Test
  void duplicatesComeInEitherDirection() {
    final List<Integer> seen = run(new FaultRates(0, 0.2, 0, 0, 1), new FaultRates(0, 0.2, 0, 0, 1), 3);
    assertThat(seen.size()).isBetween(13_800, 15_000);
    assertThat(seen.stream().distinct()).hasSize(FRAMES);
    assertThat(seen).isSorted();
  }

  @Test
  void aHeldFrameIsPassedByNoMoreThanTheBound() {
    final int hold = 5;
    final List<Integer> seen = run(new FaultRates(0, 0, 0, 0.1, hold), new FaultRates(0, 0, 0, 0.1, hold), 4);
    assertThat(seen).hasSize(FRAMES).doesNotHaveDuplicates();
    assertThat(seen).isNotEqualTo(seen.stream().sorted().toList());
    int worst = 0;
    for (int i = 0; i < seen.size(); i++) {
      worst = Math.max(worst, Math.abs(seen.get(i) - i));
    }
    assertThat(worst).isBetween(2, 4 * HeldFrames.CAPACITY);
  }

  @Test
  void corruptionTurnsOneBitAndSparesTheSendersMemory() {
    final FaultInjector injector = sending(new FaultRates(0, 0, 1, 0, 1));
    final long header = frame(7);
    final long payload = nearMemory.chunks().lease();
    Memory.zero(payload, 100);
    nearMemory.retain(header);
    nearMemory.retain(payload);
    assertThat(injector.transmit(header, 20, payload, 100, Offload.NONE)).isTrue();
    final RxBurst burst = new RxBurst();
    assertThat(far.poll(burst)).isEqualTo(1);
    int bits = 0;
    for (int i = 0; i < 120; i++) {
      final int original = i < 20 ? Memory.getByte(header + i) : Memory.getByte(payload + i - 20);
      bits += Integer.bitCount((Memory.getByte(burst.address(0) + i) ^ original) & 0xff);
    }
    assertThat(bits).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      assertThat(Memory.getByte(payload + i)).isZero();
    }
    farMemory.release(burst.address(0));
    nearMemory.release(header);
    nearMemory.release(payload);
    injector.close();
  }

  @Test
  void oneSeedDoesTheSameTwice() {
    final FaultRates rates = new FaultRates(0.05, 0.05, 0, 0.05, 4);
    final List<Integer> seen = pump(sending(rates), far);
    final MemoryWire other = new MemoryWire("other", 1500, 64);
    final MemoryPort otherNear = other.open(0, nearMemory, 1);
    final MemoryPort otherFar = other.open(1, farMemory, 2);
    final FaultInjector again =
        new FaultInjector(otherNear, nearMemory, new SplittableRandom(5), FaultRates.NONE, rates);
    assertThat(pump(again, otherFar)).isEqualTo(seen);
    otherFar.close();
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new FaultRates(1.1, 0, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FaultRates(0, Double.NaN, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FaultRates(0, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private FaultInjector sending(final FaultRates rates) {
    return new FaultInjector(near, nearMemory, new SplittableRandom(5), FaultRates.NONE, rates);
  }

  private FaultInjector receiving(final FaultRates rates) {
    return new FaultInjector(far, farMemory, new SplittableRandom(6), rates, FaultRates.NONE);
  }

  private List<Integer> run(final FaultRates receive, final FaultRates transmit, final long seed) {
    return pump(
        new FaultInjector(near, nearMemory, new SplittableRandom(seed), FaultRates.NONE, transmit),
        new FaultInjector(far, farMemory, new SplittableRandom(seed + 1), receive, FaultRates.NONE));
  }

  /** Sends numbered frames from one port to the other; the numbers in their order of arrival. */
  private List<Integer> pump(final FramePort from, final FramePort to) {
    final List<Integer> seen = new ArrayList<>();
    final RxBurst burst = new RxBurst();
    for (int i = 0; i < FRAMES; i++) {
      assertThat(from.transmit(frame(i), BYTES, 0, 0, Offload.NONE)).isTrue();
      if (i % 10 == 9) {
        from.flush();
        receive(to, burst, seen);
      }
    }
    for (int i = 0; i < 100; i++) {
      from.flush();
      receive(to, burst, seen);
    }
    from.close();
    to.close();
    return Collections.unmodifiableList(seen);
  }

  private void receive(final FramePort to, final RxBurst burst, final List<Integer> seen) {
    to.poll(burst);
    for (int i = 0; i < burst.size(); i++) {
      seen.add(Memory.getInt(burst.address(i)));
      farMemory.release(burst.address(i));
    }
  }

  private long frame(final int number) {
    final long frame = nearMemory.frames().lease();
    Memory.zero(frame, BYTES);
    Memory.putInt(frame, number);
    return frame;
  }
}
