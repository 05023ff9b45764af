package org.braidwire.io.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.junit.jupiter.api.Test;

class MemoryPortTest extends FramePortContract {
  private static final int RING_FRAMES = 256;

  @Override
  protected PortPair open() {
    return new MemoryPair(new MemoryWire("wire", MTU_BYTES, RING_FRAMES));
  }

  @Test
  void silentDropLosesFramesWithTheCarrierUp() {
    final MemoryWire wire = new MemoryWire("wire");
    try (MemoryPair pair = new MemoryPair(wire)) {
      wire.setSilentDrop(true);
      send(pair.near(), pair.nearMemory(), 1);
      assertThat(pair.near().linkUp()).isTrue();
      assertThat(pair.far().poll(new RxBurst())).isZero();
      assertThat(pair.near().counters().get(Kind.TX_FRAMES)).isEqualTo(1);
      wire.setSilentDrop(false);
      send(pair.near(), pair.nearMemory(), 2);
      final RxBurst burst = new RxBurst();
      assertThat(pair.far().poll(burst)).isEqualTo(1);
      pair.farMemory().release(burst.address(0));
    }
  }

  @Test
  void aSenderWhoAsksForRoomLosesNothing() {
    final MemoryWire wire = new MemoryWire("wire", 1500, 8);
    try (MemoryPair pair = new MemoryPair(wire)) {
      int sent = 0;
      while (pair.near().transmitRoom() > 0) {
        send(pair.near(), pair.nearMemory(), ++sent);
      }
      assertThat(sent).isEqualTo(8);
      assertThat(pair.far().counters().get(Kind.RX_NO_FRAME)).isZero();
      send(pair.near(), pair.nearMemory(), ++sent);
      assertThat(pair.far().counters().get(Kind.RX_NO_FRAME)).isEqualTo(1);
    }
  }

  @Test
  void anEndMayCloseInTheMiddleOfABurstOfItsOwnThread() {
    final MemoryWire wire = new MemoryWire("wire");
    try (PacketMemory nearMemory = PacketMemory.allocate(1024, 1);
        PacketMemory farMemory = PacketMemory.allocate(1024, 1)) {
      final FramePort near = wire.open(0, nearMemory, 1);
      final FramePort far = wire.open(1, farMemory, 2);
      final long frame = nearMemory.leaseFrame();
      assertThat(near.transmit(frame, 60, 0, 0, Offload.NONE)).isTrue(); // and no flush
      far.close();
      near.close();
      assertThat(nearMemory.leased() + farMemory.leased()).isZero();
    }
  }

  @Test
  void anEndIsOpenedOnce() {
    final MemoryWire wire = new MemoryWire("wire");
    try (MemoryPair pair = new MemoryPair(wire)) {
      assertThatThrownBy(() -> wire.open(0, pair.nearMemory(), 1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void framesToAnEndThatNobodyOpenedOrThatClosedAreLostQuietly() {
    final MemoryWire wire = new MemoryWire("wire");
    try (PacketMemory memory = PacketMemory.allocate(FRAMES, 1)) {
      final FramePort alone = wire.open(0, memory, 1);
      send(alone, memory, 1);
      alone.close();
      assertThat(memory.frames().leased()).isZero();
    }
  }

  @Test
  void twoEnginesOnTwoThreadsExchangeFramesInOrderAndLeakNone() throws Exception {
    final MemoryWire wire = new MemoryWire("wire", 1500, 64);
    final int frames = 300_000;
    final CountDownLatch opened = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      final Future<Integer> near = threads.submit(engine(wire, 0, frames, opened));
      final Future<Integer> far = threads.submit(engine(wire, 1, frames, opened));
      assertThat(near.get()).as("leased after close").isZero();
      assertThat(far.get()).as("leased after close").isZero();
    }
  }

  @Test
  void anEndMayCloseWhileTheOtherSends() throws Exception {
    for (int round = 0; round < 200; round++) {
      final MemoryWire wire = new MemoryWire("wire", 1500, 16);
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        final CountDownLatch opened = new CountDownLatch(2);
        final Future<Integer> sender = threads.submit(() -> {
          try (PacketMemory memory = PacketMemory.allocate(64, 1)) {
            final FramePort port = wire.open(0, memory, 1);
            opened.countDown();
            opened.await();
            for (int i = 0; i < 2_000; i++) {
              send(port, memory, i);
            }
            port.close();
            return memory.frames().leased();
          }
        });
        final Future<Integer> closer = threads.submit(() -> {
          final PacketMemory memory = PacketMemory.allocate(64, 1);
          final FramePort port = wire.open(1, memory, 2);
          opened.countDown();
          opened.await();
          final RxBurst burst = new RxBurst();
          port.poll(burst);
          for (int i = 0; i < burst.size(); i++) {
            memory.release(burst.address(i));
          }
          port.close();
          final int leased = memory.frames().leased();
          memory.close();
          return leased;
        });
        assertThat(sender.get()).isZero();
        assertThat(closer.get()).isZero();
      }
    }
  }

  /** Sends numbered frames as room allows and checks the numbers that come in; returns frames leased at the end. */
  private static Callable<Integer> engine(
      final MemoryWire wire, final int end, final int frames, final CountDownLatch opened) {
    return () -> {
      try (PacketMemory memory = PacketMemory.allocate(256, 1)) {
        final FramePort port = wire.open(end, memory, end + 1L);
        opened.countDown();
        opened.await();
        final RxBurst burst = new RxBurst();
        int sent = 0;
        int received = 0;
        while (sent < frames || received < frames) {
          for (int room = Math.min(port.transmitRoom(), 32); room > 0 && sent < frames; room--) {
            send(port, memory, sent++);
          }
          port.flush();
          if (port.poll(burst) == 0) {
            Thread.yield();
          }
          for (int i = 0; i < burst.size(); i++) {
            final int number = Memory.getInt(burst.address(i));
            if (number != received++) {
              throw new AssertionError("expected " + (received - 1) + ", got " + number);
            }
            memory.release(burst.address(i));
          }
        }
        port.close();
        return memory.frames().leased();
      }
    };
  }

  private static void send(final FramePort port, final PacketMemory memory, final int number) {
    final long frame = memory.frames().lease();
    Memory.putInt(frame, number);
    if (!port.transmit(frame, 60, 0, 0, Offload.NONE)) {
      throw new AssertionError("refused");
    }
  }

  /** Two engines' memories on one wire. */
  private static final class MemoryPair implements PortPair {
    private final MemoryWire wire;
    private final PacketMemory nearMemory = PacketMemory.allocate(FRAMES, CHUNKS);
    private final PacketMemory farMemory = PacketMemory.allocate(FRAMES, CHUNKS);
    private final FramePort near;
    private final FramePort far;

    MemoryPair(final MemoryWire wire) {
      this.wire = wire;
      near = wire.open(0, nearMemory, 0x020000000001L);
      far = wire.open(1, farMemory, 0x020000000002L);
    }

    @Override
    public FramePort near() {
      return near;
    }

    @Override
    public FramePort far() {
      return far;
    }

    @Override
    public PacketMemory nearMemory() {
      return nearMemory;
    }

    @Override
    public PacketMemory farMemory() {
      return farMemory;
    }

    @Override
    public void setLinkUp(final boolean up) {
      wire.setLinkUp(up);
    }

    @Override
    public void close() {
      near.close();
      far.close();
      assertThat(nearMemory.frames().leased()).isZero();
      assertThat(farMemory.frames().leased()).isZero();
      nearMemory.close();
      farMemory.close();
    }
  }
}
