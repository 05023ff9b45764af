package org.braidwire.simulation.network;

import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.link.Fault;

/**
 * A host's end of a link. Sending copies the frame onto the wire and gives both references back at once; on
 * arrival a frame of the host's pool is leased, or the frame is lost and counted, as a NIC does. The transmit
 * ring has a bound, so that "full" happens. One thread.
 */
public final class SimulatedPort implements FramePort {
  /** Largest IP packet. */
  public static final int MTU_BYTES = 1500;

  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int RECEIVE_RING_FRAMES = 1024;
  private static final PortCapabilities CAPABILITIES = new PortCapabilities(MTU_BYTES, 0, false, 0, 0);

  private final SimulatedNetwork network;
  private final SimulatedHost host;
  private final SimulatedLink link;
  private final String name;
  private final long macAddress;
  private final int transmitRingFrames;
  private final PortCounters counters = new PortCounters();
  private final long[] arrived = new long[RECEIVE_RING_FRAMES];
  private final int[] arrivedBytes = new int[RECEIVE_RING_FRAMES];
  private int head;
  private int waiting;
  private int sinceFlush;

  SimulatedPort(
      final SimulatedHost host,
      final SimulatedLink link,
      final String name,
      final long macAddress,
      final int transmitRingFrames) {
    this.network = host.network();
    this.host = host;
    this.link = link;
    this.name = name;
    this.macAddress = macAddress;
    this.transmitRingFrames = transmitRingFrames;
  }

  public SimulatedHost host() {
    return host;
  }

  public SimulatedLink link() {
    return link;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PortCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public long macAddress() {
    return macAddress;
  }

  @Override
  public int poll(final RxBurst burst) {
    burst.clear();
    while (waiting > 0 && !burst.isFull()) {
      burst.add(arrived[head], arrivedBytes[head], Offload.NONE);
      head = (head + 1) % RECEIVE_RING_FRAMES;
      waiting--;
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
    if (offload != Offload.NONE) {
      throw new IllegalArgumentException(
          "offload asked of a port that offers none: 0x" + Long.toHexString(offload));
    }
    if (sinceFlush == transmitRingFrames) {
      counters.increment(Kind.TX_REFUSED);
      return false;
    }
    sinceFlush++;
    final byte[] bytes = new byte[headerBytes + payloadBytes];
    Memory.get(headerAddress, bytes, 0, headerBytes);
    final PacketMemory memory = host.memory();
    memory.release(headerAddress);
    if (payloadBytes > 0) {
      Memory.get(payloadAddress, bytes, headerBytes, payloadBytes);
      memory.release(payloadAddress);
    }
    send(bytes);
    return true;
  }

  private void send(final byte[] bytes) {
    if (host.isUnplugged()) {
      return;
    }
    final WireFrame frame = new WireFrame(bytes);
    network.sent(this, frame);
    if (!link.carrier()) {
      counters.increment(Kind.TX_LINK_DOWN);
      network.fault(this, frame, Fault.CARRIER_OUTAGE);
      return;
    }
    counters.increment(Kind.TX_FRAMES);
    counters.add(Kind.TX_BYTES, bytes.length);
    link.carry(this, frame);
  }

  void arrive(final WireFrame frame) {
    if (host.isUnplugged()) {
      network.fault(peer(), frame, Fault.PEER_CRASH);
      return;
    }
    final FramePool frames = host.memory().frames();
    final long address = waiting == RECEIVE_RING_FRAMES ? FramePool.NONE : frames.lease();
    if (address == FramePool.NONE || frame.length() > frames.pieceBytes()) {
      counters.increment(Kind.RX_NO_FRAME);
      network.fault(peer(), frame, Fault.NO_FRAME);
      return;
    }
    Memory.put(address, frame.bytes(), 0, frame.length());
    final int tail = (head + waiting++) % RECEIVE_RING_FRAMES;
    arrived[tail] = address;
    arrivedBytes[tail] = frame.length();
    counters.increment(Kind.RX_FRAMES);
    counters.add(Kind.RX_BYTES, frame.length());
    network.delivered(this, frame);
    host.wake();
  }

  private SimulatedPort peer() {
    return link.end(link.end(0) == this ? 1 : 0);
  }

  @Override
  public int transmitRoom() {
    return transmitRingFrames - sinceFlush;
  }

  @Override
  public void flush() {
    sinceFlush = 0;
  }

  @Override
  public boolean linkUp() {
    return link.carrier();
  }

  void carrierChanged() {
    counters.increment(Kind.LINK_CHANGES);
    host.wake();
  }

  @Override
  public PortCounters counters() {
    return counters;
  }

  /** Gives back what has arrived and was not polled. */
  @Override
  public void close() {
    while (waiting > 0) {
      host.memory().frames().release(arrived[head]);
      head = (head + 1) % RECEIVE_RING_FRAMES;
      waiting--;
    }
    sinceFlush = 0;
  }

  /** Largest frame on the wire. */
  public static int maxFrameBytes() {
    return ETHERNET_HEADER_BYTES + MTU_BYTES;
  }
}
