package org.braidwire.io.nic;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.ring.FrameRing;
import org.braidwire.io.ring.LongRing;

/**
 * A port as the engine sees it when another thread drives the device: a port like any other, whose frames lie in rings.
 * Engine thread.
 *
 * <p>Fills the stock of empty frames and takes references back as the engine's cycle goes. A full ring is a full device:
 * {@link #transmit} refuses. What is told of the link and of counters may be a cycle old.
 */
public final class RingPort implements FramePort {
  /** More than this many frames a cycle the other thread cannot take in one of its own. */
  private static final int TRANSMIT_BATCH_FRAMES = 64;

  private static final Kind[] KINDS = Kind.values();

  private final PortRings rings;
  private final PacketMemory memory;
  private final String name;
  private final PortCounters deviceCounters;
  private final PortCounters counters = new PortCounters();
  private long refusals;
  private boolean unrung;
  private boolean closed;

  /** References on the NIC's side: every one that was given and has not come back. */
  private int out;

  RingPort(final PortRings rings, final FramePort device) {
    this.rings = rings;
    memory = rings.memory;
    name = device.name();
    deviceCounters = device.counters();
    fill();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return rings.description + ", driven by a thread of its own";
  }

  @Override
  public PortCapabilities capabilities() {
    return rings.capabilities;
  }

  @Override
  public long macAddress() {
    return rings.macAddress;
  }

  @Override
  public int poll(final RxBurst burst) {
    assert !closed : name + " is closed";
    final Throwable failure = rings.failure;
    if (failure != null) {
      throw new IllegalStateException("the thread that drives " + name + " failed: " + failure, failure);
    }
    burst.clear();
    final FrameRing received = rings.received;
    while (!burst.isFull()) {
      final long frame = received.peek();
      if (frame == FrameRing.EMPTY) {
        break;
      }
      burst.add(frame, received.headerBytes(), received.offload());
      received.take();
    }
    out -= burst.size();
    takeBack();
    fill();
    return burst.size();
  }

  private void takeBack() {
    for (long address = rings.released.poll(); address != LongRing.EMPTY; address = rings.released.poll()) {
      memory.release(address);
      out--;
    }
  }

  /** Tops the stock up, and leaves room among the references for what is to be sent. */
  private void fill() {
    final int most = PortRings.MAX_REFERENCES - 2 * PortRings.TRANSMIT_FRAMES;
    while (out < most && !rings.frames.isFull() && give(rings.frames, memory.leaseFrame())) {
      out++;
    }
    while (out < most && !rings.largeFrames.isFull() && give(rings.largeFrames, memory.leaseLargeFrame())) {
      out++;
    }
  }

  private static boolean give(final LongRing ring, final long frame) {
    return frame != FramePool.NONE && ring.offer(frame);
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    assert !closed : name + " is closed";
    final int references = payloadBytes > 0 ? 2 : 1;
    if (out + references > PortRings.MAX_REFERENCES
        || !rings.transmit.offer(headerAddress, headerBytes, payloadAddress, payloadBytes, offload)) {
      refusals++;
      return false;
    }
    out += references;
    unrung = true;
    return true;
  }

  @Override
  public int transmitRoom() {
    return Math.min(rings.transmit.room(TRANSMIT_BATCH_FRAMES), (PortRings.MAX_REFERENCES - out) / 2);
  }

  @Override
  public void flush() {
    if (unrung) {
      unrung = false;
      rings.nicBell.ring();
    }
    takeBack();
  }

  /** The engine's doorbell, which the NIC thread rings; none where the engine never sleeps. */
  @Override
  public int readinessFd() {
    return rings.engineBell.descriptor();
  }

  @Override
  public boolean linkUp() {
    return rings.linkUp;
  }

  @Override
  public PortCounters counters() {
    rings.countersWanted = true;
    for (final Kind kind : KINDS) {
      final long refused = kind == Kind.TX_REFUSED ? refusals : 0;
      counters.add(kind, deviceCounters.get(kind) + refused - counters.get(kind));
    }
    return counters;
  }

  /** References that are on the other side. */
  int out() {
    return out;
  }

  /** Takes every frame back, after the NIC thread has closed the device. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (!rings.deviceClosed) {
      throw new IllegalStateException(name + " is closed before the thread that drives it has ended");
    }
    closed = true;
    final FrameRing received = rings.received;
    for (long frame = received.peek(); frame != FrameRing.EMPTY; frame = received.peek()) {
      received.take();
      takeOne(frame);
    }
    final FrameRing unsent = rings.transmit; // the other side of it has ended: this is its only reader
    for (long header = unsent.peek(); header != FrameRing.EMPTY; header = unsent.peek()) {
      if (unsent.payloadBytes() > 0) {
        takeOne(unsent.payloadAddress());
      }
      unsent.take();
      takeOne(header);
    }
    takeAll(rings.frames);
    takeAll(rings.largeFrames);
    takeBack();
    assert out == 0 : out + " references lost between the threads of " + name;
  }

  private void takeAll(final LongRing ring) {
    for (long frame = ring.poll(); frame != LongRing.EMPTY; frame = ring.poll()) {
      takeOne(frame);
    }
  }

  private void takeOne(final long address) {
    memory.release(address);
    out--;
  }
}
