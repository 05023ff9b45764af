package org.braidwire.io.memory;

import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.Offload;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.io.ring.LongRing;

/**
 * One end of a {@link MemoryWire}. Belongs to its engine's thread; touches the other engine only through the rings
 * of the wire.
 *
 * <p>Sending writes straight into an empty frame that the peer posted. That write stands for the cable and the
 * card's DMA, so neither end counts a copy. A peer that posted no frame loses the frame, as a card does;
 * {@link #transmitRoom()} tells a sender who asks first.
 */
public final class MemoryPort implements FramePort {
  /** Octets of an Ethernet header. */
  private static final int ETHERNET_HEADER_BYTES = 14;

  private final MemoryWire wire;
  private final String name;
  private final PortMemory memory;
  private final long macAddress;
  private final ReceiveQueue mine;
  private final ReceiveQueue peers;
  private final PortCapabilities capabilities;
  private final PortCounters counters = new PortCounters();
  private boolean lastLinkUp;
  private boolean closed;

  MemoryPort(
      final MemoryWire wire,
      final String name,
      final PortMemory memory,
      final long macAddress,
      final ReceiveQueue mine,
      final ReceiveQueue peers) {
    this.wire = wire;
    this.name = name;
    this.memory = memory;
    this.macAddress = macAddress;
    this.mine = mine;
    this.peers = peers;
    final int largestBytes = memory.frameBytes() - ETHERNET_HEADER_BYTES;
    capabilities = new PortCapabilities(Math.min(wire.mtuBytes(), largestBytes), 0, false, 0, 0);
    lastLinkUp = wire.linkUp();
    mine.open(memory);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "in-memory wire " + name;
  }

  @Override
  public PortCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public long macAddress() {
    return macAddress;
  }

  @Override
  public int poll(final RxBurst burst) {
    assert !closed : name + " is closed";
    burst.clear();
    noteLink();
    long bytes = 0;
    while (!burst.isFull()) {
      final long descriptor = mine.take();
      if (descriptor == LongRing.EMPTY) {
        break;
      }
      bytes += ReceiveQueue.bytes(descriptor);
      burst.add(ReceiveQueue.address(descriptor), ReceiveQueue.bytes(descriptor), Offload.NONE);
    }
    mine.post();
    counters.add(Kind.RX_FRAMES, burst.size());
    counters.add(Kind.RX_BYTES, bytes);
    return burst.size();
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    assert !closed : name + " is closed";
    assert offload == Offload.NONE : "a memory wire offers no offload";
    if (!wire.linkUp()) {
      counters.increment(Kind.TX_LINK_DOWN);
    } else if (headerBytes + payloadBytes > wire.mtuBytes() + ETHERNET_HEADER_BYTES) {
      counters.increment(Kind.TX_ERRORS);
    } else {
      if (!wire.silentDrop()) {
        peers.write(headerAddress, headerBytes, payloadAddress, payloadBytes);
      }
      counters.increment(Kind.TX_FRAMES);
      counters.add(Kind.TX_BYTES, headerBytes + payloadBytes);
    }
    memory.release(headerAddress);
    if (payloadBytes > 0) {
      memory.release(payloadAddress);
    }
    return true;
  }

  /** As many frames as the peer has posted, so that a sender who asks first loses none; see 802.3 flow control. */
  @Override
  public int transmitRoom() {
    return wire.linkUp() && !wire.silentDrop() ? peers.room() : peers.capacity();
  }

  @Override
  public void flush() {
    peers.endBurst(); // the peer has seen each frame as it was written
  }

  @Override
  public boolean linkUp() {
    return wire.linkUp();
  }

  @Override
  public PortCounters counters() {
    noteLink();
    counters.add(Kind.RX_NO_FRAME, mine.noFrame() - counters.get(Kind.RX_NO_FRAME));
    counters.add(Kind.RX_TRUNCATED, mine.truncated() - counters.get(Kind.RX_TRUNCATED));
    return counters;
  }

  private void noteLink() {
    final boolean up = wire.linkUp();
    if (up != lastLinkUp) {
      lastLinkUp = up;
      counters.increment(Kind.LINK_CHANGES);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      peers.endBurst();
      mine.close();
    }
  }
}
