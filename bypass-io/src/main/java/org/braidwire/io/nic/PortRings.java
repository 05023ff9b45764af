package org.braidwire.io.nic;

import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.idle.Doorbell;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.ring.FrameRing;
import org.braidwire.io.ring.LongRing;

/**
 * All that the NIC thread and an engine share of one port: frames that arrived and frames that leave, empty frames for
 * what is to arrive, references that come back, and the state of the link. Each ring has one thread at each end.
 *
 * <p>No frame can be lost between the threads: the engine counts the references that are out, never more than
 * {@link #MAX_REFERENCES}, so the ring on which they come back always has room.
 *
 * <p>Made before the threads start: {@link #stock()} is what the real port is opened on, {@link #attach} gives the
 * engine its end, and {@link NicAgent#add} the other one to the NIC thread.
 */
public final class PortRings {
  /** Frames that wait for the engine. When they are this many the rest waits in the device, or is lost there. */
  static final int RECEIVED_FRAMES = 512;

  /** Frames that wait for the device; short, for what has been bound to a link can no longer choose another. */
  static final int TRANSMIT_FRAMES = 128;

  /** Empty frames that the device finds ready. */
  static final int STOCK_FRAMES = 128;

  /** Empty frames for super-segments that the device finds ready. */
  static final int STOCK_LARGE_FRAMES = 16;

  /** References that the NIC's side may hold in all: its rings, what lies in a device's, and what is on its way back. */
  static final int MAX_REFERENCES = 8192;

  final FrameRing received = new FrameRing(RECEIVED_FRAMES);
  final FrameRing transmit = new FrameRing(TRANSMIT_FRAMES);
  final LongRing frames = new LongRing(STOCK_FRAMES);
  final LongRing largeFrames = new LongRing(STOCK_LARGE_FRAMES);
  final LongRing released = new LongRing(MAX_REFERENCES);
  final Doorbell engineBell;
  final Doorbell nicBell;
  final PacketMemory memory;

  /** What the device is, which a link that comes back may have changed; written by the NIC thread before the next. */
  volatile PortCapabilities capabilities;

  volatile long macAddress;

  volatile String description;

  /** Written by the NIC thread. */
  volatile boolean linkUp;

  /** Why the NIC thread ended by itself; written by it, once. */
  volatile Throwable failure;

  /** Set by the NIC thread when the device is closed: from then on the engine may take everything back. */
  volatile boolean deviceClosed;

  /** Set by the engine, cleared by the NIC thread when it has asked the device for what only that can count. */
  volatile boolean countersWanted;

  private final FrameStock stock;
  private FramePort device;

  /**
   * For threads that never sleep, or that one thread steps in turn.
   *
   * @param memory the engine's pools
   */
  public PortRings(final PacketMemory memory) {
    this(memory, Doorbell.SILENT, Doorbell.SILENT);
  }

  /**
   * @param memory the engine's pools
   * @param engineBell rung by the NIC thread when it has put something down for the engine
   * @param nicBell rung by the engine when it has put something down for the NIC thread
   */
  public PortRings(final PacketMemory memory, final Doorbell engineBell, final Doorbell nicBell) {
    this.memory = memory;
    this.engineBell = engineBell;
    this.nicBell = nicBell;
    stock = new FrameStock(this);
  }

  /** What the real port asks for frames; empty until the engine's end is attached and polled. */
  public PortMemory stock() {
    return stock;
  }

  /** The engine's end of {@code opened}, which was opened on {@link #stock()} and belongs to the NIC thread now. */
  public RingPort attach(final FramePort opened) {
    if (device != null) {
      throw new IllegalStateException(device.name() + " is attached already");
    }
    device = opened;
    tellDevice();
    return new RingPort(this, opened);
  }

  /** Empty frames that lie ready for the device; an estimate while the threads run. */
  public int stocked() {
    return frames.size() + largeFrames.size();
  }

  /** Says what the device is and whether its link is up; NIC thread. */
  void tellDevice() {
    capabilities = device.capabilities();
    macAddress = device.macAddress();
    description = device.description();
    linkUp = device.linkUp();
  }

  FramePort device() {
    return device;
  }

  FrameStock frameStock() {
    return stock;
  }
}
