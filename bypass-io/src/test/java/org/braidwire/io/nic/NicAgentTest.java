package org.braidwire.io.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.ForwardingPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.RxBurst;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NicAgentTest {
  private static final int FRAMES = 2048;
  private static final int CHUNKS = 64;

  /** One engine's memory, its port, and the agent that drives the device, on one end of a wire. */
  private static final class End implements AutoCloseable {
    final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
    final PortRings rings = new PortRings(memory);
    final NicAgent nic = new NicAgent("nic", System::nanoTime);
    final RingPort port;
    final AgentRunner runner = new AgentRunner(YieldingIdleStrategy.INSTANCE, ignored -> {}, null, nic);

    /** Frames and chunks that this end's engine holds itself. */
    final List<Long> held = new ArrayList<>();

    End(final MemoryWire wire, final int end) {
      port = rings.attach(device(wire.open(end, rings.stock(), end + 1L)));
      nic.add(rings);
    }

    FramePort device(final FramePort opened) {
      return opened;
    }

    void send(final int number, final boolean withPayload) {
      final long frame = memory.leaseFrame();
      final long chunk =
          withPayload && frame != FramePool.NONE ? memory.chunks().lease() : FramePool.NONE;
      if (frame == FramePool.NONE) {
        return;
      }
      Memory.putInt(frame, number);
      if (!port.transmit(frame, 60, chunk, chunk == FramePool.NONE ? 0 : 1000, Offload.NONE)) {
        memory.release(frame);
        if (chunk != FramePool.NONE) {
          memory.release(chunk);
        }
      }
    }

    int receive(final RxBurst burst, final int expected) {
      final int frames = port.poll(burst);
      for (int i = 0; i < frames; i++) {
        final int number = Memory.getInt(burst.address(i));
        if (number != expected + i) {
          throw new AssertionError("expected " + (expected + i) + ", got " + number);
        }
        memory.release(burst.address(i));
      }
      return frames;
    }

    @Override
    public void close() {
      runner.close();
      port.close();
      held.forEach(memory::release);
      assertThat(memory.leased()).as("pieces lost").isZero();
      memory.close();
    }
  }

  @Test
  void fourThreadsCarryFramesBothWaysInOrderAndLeakNone() throws Exception {
    final MemoryWire wire = new MemoryWire("wire");
    try (End near = new End(wire, 0);
        End far = new End(wire, 1)) {
      AgentRunner.startOnThread(near.runner);
      AgentRunner.startOnThread(far.runner);
      final FutureTask<Void> other = new FutureTask<>(() -> exchange(far, 200_000), null);
      new Thread(other).start();
      exchange(near, 200_000);
      other.get();
    }
  }

  /** Sends numbered frames, never more ahead than the wire holds, and checks those that come. */
  private static void exchange(final End end, final int frames) {
    final RxBurst burst = new RxBurst();
    int sent = 0;
    int received = 0;
    while ((sent < frames || received < frames) && !Thread.currentThread().isInterrupted()) {
      for (int room = end.port.transmitRoom();
          room > 0 && sent < frames && sent < received + 256;
          room--, sent++) {
        end.send(sent, (sent & 7) == 0 && end.memory.chunks().free() > 0);
      }
      end.port.flush();
      final int taken = end.receive(burst, received);
      received += taken;
      if (taken == 0) {
        Thread.yield();
      }
    }
  }

  @Test
  void everyPieceComesBackWheneverEitherSideStops() throws Exception {
    final Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      final MemoryWire wire = new MemoryWire("wire", 1500, 32);
      try (End near = new End(wire, 0);
          End far = new End(wire, 1)) {
        AgentRunner.startOnThread(near.runner);
        AgentRunner.startOnThread(far.runner);
        final RxBurst burst = new RxBurst();
        final int cycles = random.nextInt(400);
        for (int i = 0; i < cycles; i++) {
          near.send(i, random.nextBoolean());
          near.port.flush();
          far.port.poll(burst);
          for (int f = 0; f < burst.size(); f++) {
            far.held.add(burst.address(f));
          }
        }
      }
    }
  }

  @Test
  void aDeviceThatFailsEndsTheThreadAndIsToldToTheEngine() throws Exception {
    final MemoryWire wire = new MemoryWire("wire");
    final boolean[] broken = new boolean[1];
    final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
    final PortRings rings = new PortRings(memory);
    final FramePort device = wire.open(0, rings.stock(), 1);
    final RingPort port = rings.attach(new ForwardingPort(device) {
      @Override
      public int poll(final RxBurst burst) {
        if (broken[0]) {
          throw new IllegalStateException("the device has gone");
        }
        return super.poll(burst);
      }
    });
    final NicAgent nic = new NicAgent("nic", System::nanoTime);
    nic.add(rings);
    nic.doWork();
    broken[0] = true;
    assertThatThrownBy(nic::doWork).isInstanceOf(AgentTerminationException.class);
    assertThatThrownBy(() -> port.poll(new RxBurst()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the device has gone");
    nic.onClose();
    assertThat(nic.isTerminated()).isTrue();
    port.close();
    assertThat(memory.leased()).isZero();
    memory.close();
  }

  @Test
  void whatTheEngineGaveLastStillLeavesWhenBothEnd() {
    final MemoryWire wire = new MemoryWire("wire");
    try (PacketMemory farMemory = PacketMemory.allocate(FRAMES, CHUNKS)) {
      final FramePort far = wire.open(1, farMemory, 9);
      try (End near = new End(wire, 0)) {
        near.send(0, true);
        near.nic.onClose();
      }
      final RxBurst burst = new RxBurst();
      assertThat(far.poll(burst)).isEqualTo(1);
      farMemory.release(burst.address(0));
      far.close();
    }
  }

  @Test
  void newsOfLinksIsAskedForByItsOwnThreadAndItsMonitorClosedWithIt() {
    final int[] asked = new int[2];
    final long[] nowNs = new long[1];
    final NicAgent nic = new NicAgent("nic", () -> nowNs[0]);
    nic.links(new LinkMonitor() {
      @Override
      public int poll() {
        return asked[0]++ == 0 ? 3 : 0;
      }

      @Override
      public void close() {
        asked[1]++;
      }
    });
    assertThat(nic.doWork()).isEqualTo(3);
    for (int i = 0; i < 1000; i++) {
      nic.doWork();
    }
    assertThat(asked[0]).as("not before its time").isEqualTo(1);
    nowNs[0] = 1_000_000;
    for (int i = 0; i < 64; i++) {
      nic.doWork();
    }
    assertThat(asked[0]).isEqualTo(2);
    nic.onClose();
    nic.onClose();
    assertThat(asked[1]).isEqualTo(1);
  }

  @Test
  void stopsByItselfWhenAsked() {
    final NicAgent nic = new NicAgent("nic", System::nanoTime);
    nic.stop();
    assertThatThrownBy(nic::doWork).isInstanceOf(AgentTerminationException.class);
  }
}
