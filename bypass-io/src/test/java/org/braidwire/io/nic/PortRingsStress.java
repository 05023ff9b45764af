package org.braidwire.io.nic;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.concurrent.AgentTerminationException;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.QuietPort;
import org.braidwire.io.port.RxBurst;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The end of {@link PortRings} with frames under way in both directions, whichever side ends first: none is sent or
 * received twice or out of order, and when both have ended every piece is back.
 */
final class PortRingsStress {
  private static final int FRAMES = 8;
  private static final int FRAME_BYTES = 64;
  private static final int HEADER_BYTES = 60;

  /** Frames that the engine receives before it ends. */
  private static final int ENOUGH = 4;

  /** Of a device, before it fails. */
  private static final int POLLS = 3;

  /** A memory for each thread that is an engine: all that one state leases is back before the next begins. */
  private static final ThreadLocal<PacketMemory> MEMORY = ThreadLocal.withInitial(() -> new PacketMemory(
      new FramePool(FRAMES, FRAME_BYTES), new FramePool(FRAMES, FRAME_BYTES), new FramePool(1, FRAME_BYTES)));

  private PortRingsStress() {}

  /** Receives a numbered frame a poll, keeps what it sends as long as it can, and gives the rest back at its end. */
  private static final class Device extends QuietPort {
    private final PortMemory memory;
    private final boolean failing;
    private final long[] held = new long[2 * FRAMES];
    private int heldCount;
    private int polls;
    private int received;
    private int sent;
    private int faults;

    Device(final PortMemory memory, final boolean failing) {
      this.memory = memory;
      this.failing = failing;
    }

    @Override
    public int poll(final RxBurst burst) {
      burst.clear();
      if (failing && polls++ == POLLS) {
        throw new IllegalStateException("the device has gone");
      }
      final long frame = memory.leaseFrame();
      if (frame != FramePool.NONE) {
        Memory.putInt(frame, received++);
        burst.add(frame, HEADER_BYTES, Offload.NONE);
      }
      return burst.size();
    }

    @Override
    public boolean transmit(
        final long headerAddress,
        final int headerBytes,
        final long payloadAddress,
        final int payloadBytes,
        final long offload) {
      faults += Memory.getInt(headerAddress) == sent && Memory.getInt(payloadAddress) == sent ? 0 : 1;
      sent++;
      held[heldCount++] = headerAddress;
      held[heldCount++] = payloadAddress;
      return true;
    }

    @Override
    public int transmitRoom() {
      return (held.length - heldCount) / 2;
    }

    @Override
    public void flush() {
      if (heldCount == held.length) {
        giveBack();
      }
    }

    private void giveBack() {
      while (heldCount > 0) {
        memory.release(held[--heldCount]);
      }
    }

    @Override
    public void close() {
      giveBack();
    }
  }

  /** Sends each frame that it receives back, with a payload. */
  static final class Engine {
    private final PacketMemory memory;
    private final RingPort port;
    private final RxBurst burst = new RxBurst();
    private int received;
    private int sent;
    private int faults;

    Engine(final PacketMemory memory, final RingPort port) {
      this.memory = memory;
      this.port = port;
    }

    void cycle() {
      port.poll(burst);
      for (int i = 0; i < burst.size(); i++) {
        faults += Memory.getInt(burst.address(i)) == received ? 0 : 1;
        received++;
        send(burst.address(i));
      }
      port.flush();
    }

    private void send(final long frame) {
      final long chunk = memory.chunks().lease();
      if (chunk == FramePool.NONE) {
        memory.release(frame);
        return;
      }
      Memory.putInt(frame, sent);
      Memory.putInt(chunk, sent);
      if (port.transmit(frame, HEADER_BYTES, chunk, Integer.BYTES, Offload.NONE)) {
        sent++;
      } else {
        memory.release(frame);
        memory.release(chunk);
      }
    }
  }

  /** One port: the engine's actor makes it, turns its end until one side ends, and closes after the other. */
  abstract static class Ends {
    private volatile NicAgent nic;

    final void turnNic() {
      NicAgent agent = nic;
      while (agent == null) {
        Thread.yield();
        agent = nic;
      }
      try {
        while (!agent.isTerminated()) {
          agent.doWork();
        }
      } catch (final AgentTerminationException ended) {
        agent.onClose();
      }
    }

    /** Tells of pieces that are not back, of faults, and of frames given to the port and not to the device. */
    final void turnEngine(final boolean failing, final III_Result r) {
      final PacketMemory memory = MEMORY.get();
      final int leasedBefore = memory.leased();
      final PortRings rings = new PortRings(memory);
      final Device device = new Device(rings.stock(), failing);
      final RingPort port = rings.attach(device);
      final NicAgent agent = new NicAgent("nic", () -> 0);
      agent.add(rings);
      final Engine engine = new Engine(memory, port);
      nic = agent;
      turn(engine, agent);
      while (!mayClose(rings, agent)) {
        Thread.onSpinWait();
      }
      port.close();
      r.r1 = memory.leased() - leasedBefore + port.out();
      r.r2 = engine.faults + device.faults;
      r.r3 = engine.sent - device.sent;
    }

    /** Whether the other side says that its end is over; each way of saying it must hold by itself. */
    abstract boolean mayClose(PortRings rings, NicAgent agent);

    /** The engine's life. */
    abstract void turn(Engine engine, NicAgent agent);
  }

  /** The engine ends with frames under way; all that it gave still reaches the device. */
  @JCStressTest
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN)
  @State
  public static class EngineEnds extends Ends {
    @Actor
    public void nic() {
      turnNic();
    }

    @Actor
    public void engine(final III_Result r) {
      turnEngine(false, r);
    }

    @Override
    void turn(final Engine engine, final NicAgent agent) {
      while (engine.received < ENOUGH) {
        engine.cycle();
      }
      agent.stop();
    }

    @Override
    boolean mayClose(final PortRings rings, final NicAgent agent) {
      return agent.isTerminated();
    }
  }

  /** The device fails, and its thread ends, while the engine goes on: what it gave too late comes back unsent. */
  @JCStressTest
  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE)
  @Outcome(id = "0, 0, [1-8]", expect = ACCEPTABLE, desc = "given after the end")
  @Outcome(expect = FORBIDDEN)
  @State
  public static class DeviceFails extends Ends {
    @Actor
    public void nic() {
      turnNic();
    }

    @Actor
    public void engine(final III_Result r) {
      turnEngine(true, r);
    }

    @Override
    @SuppressWarnings("EmptyCatch") // the failure is what it waits for
    void turn(final Engine engine, final NicAgent agent) {
      try {
        while (true) {
          engine.cycle();
        }
      } catch (final IllegalStateException failed) {
        // told by the port, as it must be
      }
    }

    @Override
    boolean mayClose(final PortRings rings, final NicAgent agent) {
      return rings.deviceClosed;
    }
  }
}
