package org.braidwire.stack.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlicePool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataReassemblerTest {
  private static final int FRAMES = 256;
  private static final int SEGMENTS_BYTES = 2_840;
  private static final int SUPER_SEGMENTS = 60;

  private final PacketMemory memory = PacketMemory.allocate(FRAMES, 1);
  private final Counters counters = new Counters();
  private final RxSlicePool slices = new RxSlicePool(2 * FRAMES, memory, counters);
  private final Reader reader = new Reader();
  private final ReceiveWindow window = new ReceiveWindow(1 << 20, new WindowBudget(slices));
  private final PinnedFrames pins = new PinnedFrames(slices);
  private final Delivery delivery = new Delivery(slices, pins, window, 1 << 20, counters, reader);
  private final DataReassembler reassembler = new DataReassembler(slices, pins, counters, window, delivery);

  @AfterEach
  void everythingIsGivenBack() {
    reassembler.clear();
    delivery.clear();
    assertThat(memory.leased()).isZero();
    memory.close();
  }

  /** A super-segment of two segments pins as much as one of forty, and its subflow has acknowledged it. */
  @Test
  void smallSuperSegmentsOutOfOrderAreHeldThoughLargeFramesAreFew() {
    assertThat(memory.largeFrames().pieces()).isLessThan(SUPER_SEGMENTS / 4);
    delivery.begin();
    reassembler.begin(0);
    window.onOffered(0, 1 << 20);
    for (int i = 1; i <= SUPER_SEGMENTS; i++) {
      superSegment(i * SEGMENTS_BYTES);
    }
    assertThat(reassembler.dataRcvNxt()).isZero();

    superSegment(0);

    assertThat(reassembler.dataRcvNxt()).isEqualTo((SUPER_SEGMENTS + 1L) * SEGMENTS_BYTES);
    assertThat(reader.received).isEqualTo(reassembler.dataRcvNxt());
    assertThat(counters.get(Counter.POOL_EXHAUSTED)).isZero();
    assertThat(counters.get(Counter.RECEIVED_COPIED_BYTES)).isPositive().isLessThan(reader.received);
  }

  private void superSegment(final int position) {
    final long frame = memory.largeFrames().lease();
    assertThat(frame).as("large frame for position %d", position).isNotEqualTo(FramePool.NONE);
    final long payload = frame + 90;
    for (int i = 0; i < SEGMENTS_BYTES; i++) {
      Memory.putByte(payload + i, Reader.octet(position + i));
    }
    reassembler.onSlice(slices.take(position, payload, SEGMENTS_BYTES));
    memory.largeFrames().release(frame);
  }

  private static final class Reader implements ApplicationEvents {
    private long received;

    static byte octet(final long position) {
      return (byte) (position * 31 + (position >>> 8));
    }

    @Override
    public int onData(final long address, final int length) {
      for (int i = 0; i < length; i++) {
        assertThat(Memory.getByte(address + i)).isEqualTo(octet(received + i));
      }
      received += length;
      return length;
    }

    @Override
    public void onEstablished() {}

    @Override
    public void onWritable() {}

    @Override
    public void onPeerClosed() {}

    @Override
    public void onClosed(final ConnectionEnd end) {}
  }
}
