package org.braidwire.io.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.ForwardingPort;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.FramePortContract;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortPair;
import org.braidwire.io.port.RxBurst;
import org.junit.jupiter.api.Test;

/** A port behind rings keeps the contract of a port; its NIC agent is stepped by the same thread. */
class RingPortTest extends FramePortContract {
  private static final int WIRE_FRAMES = 256;

  @Override
  protected PortPair open() {
    return new SteppedPair(new MemoryWire("wire", MTU_BYTES, WIRE_FRAMES));
  }

  @Test
  void aFullRingRefusesAndLosesNothing() {
    try (SteppedPair pair = new SteppedPair(new MemoryWire("wire", 1500, WIRE_FRAMES))) {
      final RingPort port = pair.near.port;
      int taken = 0;
      while (port.transmitRoom() > 0) {
        assertThat(send(port, pair.nearMemory(), taken)).isTrue();
        taken++;
      }
      assertThat(taken).isEqualTo(PortRings.TRANSMIT_FRAMES);
      assertThat(send(port, pair.nearMemory(), taken)).isFalse();
      assertThat(port.counters().get(Kind.TX_REFUSED)).isEqualTo(1);

      final RxBurst burst = new RxBurst();
      int received = 0;
      while (pair.near().poll(burst) + pair.far().poll(burst) > 0) {
        for (int i = 0; i < burst.size(); i++) {
          assertThat(Memory.getInt(burst.address(i))).isEqualTo(received++);
          pair.farMemory().release(burst.address(i));
        }
      }
      assertThat(received).isEqualTo(taken);
    }
  }

  @Test
  void whatTheEngineDoesNotTakeWaitsAndIsLostOnlyInTheDevice() {
    final MemoryWire wire = new MemoryWire("wire", 1500, 64);
    try (PacketMemory memory = PacketMemory.allocate(FRAMES, 1);
        PacketMemory heedlessMemory = PacketMemory.allocate(FRAMES, 1)) {
      final FramePort heedless = wire.open(1, heedlessMemory, 2);
      final Stepped port = new Stepped(wire, 0, memory);
      int sent = 0;
      while (port.device.counters().get(Kind.RX_NO_FRAME) == 0) {
        send(heedless, heedlessMemory, sent++);
        port.nic.doWork();
      }
      final RxBurst burst = new RxBurst();
      int received = 0;
      while (port.poll(burst) > 0) {
        for (int i = 0; i < burst.size(); i++) {
          assertThat(Memory.getInt(burst.address(i))).isEqualTo(received++);
          memory.release(burst.address(i));
        }
      }
      assertThat(received).isGreaterThanOrEqualTo(PortRings.STOCK_FRAMES);
      assertThat(received + port.counters().get(Kind.RX_NO_FRAME)).isEqualTo(sent);
      port.close();
      heedless.close();
      assertThat(memory.leased() + heedlessMemory.leased()).isZero();
    }
  }

  @Test
  void aPoolThatIsEmptyAtTheBeginningIsAskedAgain() {
    final MemoryWire wire = new MemoryWire("wire");
    try (PacketMemory memory = PacketMemory.allocate(64, 1);
        PacketMemory farMemory = PacketMemory.allocate(1024, 1)) {
      final long[] hoard = new long[64];
      for (int i = 0; i < hoard.length; i++) {
        hoard[i] = memory.leaseFrame();
      }
      final Stepped near = new Stepped(wire, 0, memory);
      final FramePort far = wire.open(1, farMemory, 2);
      send(far, farMemory, 1);
      assertThat(near.poll(new RxBurst())).isZero();
      for (final long frame : hoard) {
        memory.release(frame);
      }
      near.poll(new RxBurst());
      send(far, farMemory, 2);
      final RxBurst burst = new RxBurst();
      near.poll(burst);
      near.poll(burst);
      assertThat(near.poll(burst) + burst.size()).isZero();
      assertThat(near.counters().get(Kind.RX_FRAMES) + near.counters().get(Kind.RX_NO_FRAME))
          .isEqualTo(2);
      far.close();
      near.nic.onClose();
      near.port.close();
      // The frame that was received is the test's to give back.
      assertThat(memory.leased()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void isClosedOnlyAfterItsNicThread() {
    try (PacketMemory memory = PacketMemory.allocate(1024, 1)) {
      final Stepped near = new Stepped(new MemoryWire("wire"), 0, memory);
      assertThatThrownBy(near.port::close).hasMessageContaining("before the thread that drives it");
      near.close();
      assertThat(memory.leased()).isZero();
    }
  }

  static boolean send(final FramePort port, final PacketMemory memory, final int number) {
    final long frame = memory.leaseFrame();
    assertThat(frame).isNotEqualTo(FramePool.NONE);
    Memory.putInt(frame, number);
    if (port.transmit(frame, 60, 0, 0, Offload.NONE)) {
      return true;
    }
    memory.release(frame);
    return false;
  }

  /** A {@link RingPort} whose other side turns at every look, as if it were one port. */
  static final class Stepped extends ForwardingPort {
    final PortRings rings;
    final FramePort device;
    final RingPort port;
    final NicAgent nic = new NicAgent("nic", System::nanoTime);

    /** The other end's NIC thread, which would be running, too. */
    NicAgent others = new NicAgent("none", System::nanoTime);

    Stepped(final MemoryWire wire, final int end, final PacketMemory memory) {
      this(wire, end, new PortRings(memory));
    }

    private Stepped(final MemoryWire wire, final int end, final PortRings rings) {
      this(rings, wire.open(end, rings.stock(), 0x020000000001L + end));
    }

    private Stepped(final PortRings rings, final FramePort device) {
      super(rings.attach(device));
      this.rings = rings;
      this.device = device;
      port = (RingPort) inner();
      nic.add(rings);
      nic.doWork();
    }

    @Override
    public int poll(final RxBurst burst) {
      others.doWork();
      nic.doWork();
      final int frames = port.poll(burst);
      nic.doWork(); // a device that had no frame posts those that came
      return frames;
    }

    @Override
    public void flush() {
      port.flush();
      int work = nic.doWork();
      while (work > 0) {
        work = nic.doWork();
      }
      port.flush();
    }

    @Override
    public boolean linkUp() {
      nic.doWork();
      return port.linkUp();
    }

    @Override
    public PortCounters counters() {
      port.counters();
      nic.doWork();
      return port.counters();
    }

    @Override
    public void close() {
      nic.onClose();
      port.close();
      assertThat(port.out()).isZero();
    }
  }

  private static final class SteppedPair implements PortPair {
    private final MemoryWire wire;
    private final PacketMemory nearMemory = PacketMemory.allocate(FRAMES, CHUNKS);
    private final PacketMemory farMemory = PacketMemory.allocate(FRAMES, CHUNKS);
    private final Stepped near;
    private final Stepped far;

    SteppedPair(final MemoryWire wire) {
      this.wire = wire;
      near = new Stepped(wire, 0, nearMemory);
      far = new Stepped(wire, 1, farMemory);
      near.others = far.nic;
      far.others = near.nic;
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
      assertThat(nearMemory.leased()).isZero();
      assertThat(farMemory.leased()).isZero();
      nearMemory.close();
      farMemory.close();
    }
  }
}
