package org.braidwire.stack.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlicePool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final int SEGMENTS = 5000;
  private static final int FRAMES = 8;

  private final PacketMemory memory = PacketMemory.allocate(FRAMES, 1);
  private final FramePool frames = memory.frames();
  private final RxSlicePool slices = new RxSlicePool(2 * FRAMES, memory, new Counters());
  private final Application application = new Application();
  private final Delivery delivery = new Delivery(
      slices,
      new PinnedFrames(slices),
      new ReceiveWindow(1 << 20, new WindowBudget(slices)),
      1 << 20,
      new Counters(),
      application);

  @AfterEach
  void closePool() {
    delivery.clear();
    assertThat(frames.leased()).isZero();
    memory.close();
  }

  @Test
  void oneOctetSegmentsForAPausedReaderDoNotPinAFrameEach() {
    application.paused = true;
    for (int i = 0; i < SEGMENTS; i++) {
      final long frame = frames.lease();
      assertThat(frame).as("segment %d", i).isNotEqualTo(FramePool.NONE);
      Memory.putByte(frame + 100, i);
      delivery.accept(slices.take(i, frame + 100, 1));
      frames.release(frame);
    }
    assertThat(frames.leased()).isLessThanOrEqualTo(SEGMENTS / (FramePool.FRAME_BYTES - 101) + 1);

    application.paused = false;
    delivery.requestResume();
    delivery.resume();

    assertThat(application.received.size()).isEqualTo(SEGMENTS);
    final byte[] octets = application.received.toByteArray();
    for (int i = 0; i < SEGMENTS; i++) {
      assertThat(octets[i]).isEqualTo((byte) i);
    }
  }

  private static final class Application implements ApplicationEvents {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean paused;

    @Override
    public int onData(final long address, final int length) {
      if (paused) {
        return 0;
      }
      final byte[] octets = new byte[length];
      Memory.get(address, octets, 0, length);
      received.writeBytes(octets);
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
