package org.braidwire.simulation.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.io.nic.PortRings;
import org.braidwire.io.port.ForwardingPort;
import org.braidwire.simulation.card.Outgoing;
import org.braidwire.simulation.parse.WireFrame;

/**
 * A simulated port that a NIC agent drives, as the engine sees it: through rings. What the engine says by a frame it
 * says when it gives it, so that is when the network's observers see it; when the card gets it, it must be the same
 * still. One thread.
 */
public final class EngineSidePort extends ForwardingPort {
  private final SimulatedPort device;
  private final PortRings shared;
  private final Deque<List<WireFrame>> onTheirWay = new ArrayDeque<>();

  private EngineSidePort(final SimulatedPort device, final PortRings shared) {
    super(shared.attach(device));
    this.device = device;
    this.shared = shared;
  }

  /** Lets {@code nic} drive {@code device}, before an engine uses either. */
  public static EngineSidePort of(final SimulatedPort device, final NicAgent nic) {
    final PortRings rings = new PortRings(device.host().memory());
    device.open(rings.stock());
    final EngineSidePort port = new EngineSidePort(device, rings);
    nic.add(rings);
    device.drivenFor(port);
    return port;
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    final List<WireFrame> frames = Outgoing.read(headerAddress, headerBytes, payloadAddress, payloadBytes, offload)
        .wireFrames();
    if (!inner().transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload)) {
      return false;
    }
    if (!device.host().isUnplugged()) {
      onTheirWay.addLast(frames);
      device.host().network().given(device, frames);
    }
    return true;
  }

  /** Pieces of memory that lie ready for what arrives. */
  public int stockedPieces() {
    return shared.stocked();
  }

  /** The card was given {@code frames}; whether they are what the engine gave. */
  boolean isNext(final List<WireFrame> frames) {
    final List<WireFrame> expected = onTheirWay.removeFirst();
    boolean same = expected.size() == frames.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = expected.get(i).hasOctetsOf(frames.get(i));
    }
    return same;
  }
}
