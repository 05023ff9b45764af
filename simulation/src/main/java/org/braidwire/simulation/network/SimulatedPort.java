package org.braidwire.simulation.network;

import java.util.List;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.RxBurst;
import org.braidwire.simulation.card.CardTraits;
import org.braidwire.simulation.card.ReceiveRing;
import org.braidwire.simulation.card.Transmitter;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.WireFrame;

/**
 * A host's end of a link, with a card that behaves as its {@link CardTraits} say: the plainest one copies what it is
 * given and finds a frame of the host for what arrives, or loses it. One thread.
 */
public final class SimulatedPort implements FramePort {
  /** Largest IP packet of a usual link. */
  public static final int MTU_BYTES = 1500;

  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int GSO_MAX_BYTES = 0xffff;

  private final SimulatedNetwork network;
  private final SimulatedHost host;
  private final SimulatedLink link;
  private final String name;
  private final long macAddress;
  private final PortCounters counters = new PortCounters();
  private final Card card;
  private CardTraits traits = CardTraits.PLAIN;
  private int mtuBytes = MTU_BYTES;
  private Transmitter transmitter;
  private ReceiveRing arrivals;
  private boolean wakeDue;

  /** Null unless another agent than the engine drives this port. */
  private EngineSidePort engineSide;

  SimulatedPort(
      final SimulatedHost host,
      final SimulatedLink link,
      final String name,
      final long macAddress,
      final SeededRandom random) {
    this.network = host.network();
    this.host = host;
    this.link = link;
    this.name = name;
    this.macAddress = macAddress;
    card = new Card(this, random);
    open(host.memory());
  }

  /** Puts another card in; before an engine uses the port. */
  public void card(final CardTraits chosen) {
    card(chosen, MTU_BYTES);
  }

  /** The same for a link that carries IP packets of {@code bytes} octets. */
  public void card(final CardTraits chosen, final int bytes) {
    traits = chosen;
    mtuBytes = bytes;
    open(card.memory());
  }

  /** Begins to receive into {@code memory}, and to give what was sent back to it. */
  public void open(final PortMemory memory) {
    if (transmitter != null) {
      close();
    }
    card.memory(memory);
    transmitter = new Transmitter(traits.transmit(), mtuBytes + ETHERNET_HEADER_BYTES, card);
    arrivals = new ReceiveRing(traits.receive(), card);
  }

  /** From now on an agent drives this port, and the engine has {@code port}. */
  void drivenFor(final EngineSidePort port) {
    engineSide = port;
  }

  /** The card was given {@code frames}; false if they are not what the engine gave. */
  boolean given(final List<WireFrame> frames) {
    if (engineSide != null) {
      return engineSide.isNext(frames);
    }
    network.given(this, frames);
    return true;
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
    final boolean offload = traits.transmit().offload();
    return new PortCapabilities(mtuBytes, offload ? GSO_MAX_BYTES : 0, offload, arrivals.copies(), 0);
  }

  @Override
  public long macAddress() {
    return macAddress;
  }

  @Override
  public int poll(final RxBurst burst) {
    burst.clear();
    arrivals.poll(burst);
    return burst.size();
  }

  @Override
  public boolean transmit(
      final long headerAddress,
      final int headerBytes,
      final long payloadAddress,
      final int payloadBytes,
      final long offload) {
    if (host.isUnplugged()) {
      card.memory().release(headerAddress);
      if (payloadBytes > 0) {
        card.memory().release(payloadAddress);
      }
      return true;
    }
    return transmitter.transmit(headerAddress, headerBytes, payloadAddress, payloadBytes, offload);
  }

  void arrive(final WireFrame frame) {
    if (host.isUnplugged()) {
      network.fault(peer(), frame, Fault.PEER_CRASH);
      return;
    }
    if (arrivals.add(frame)) {
      network.delivered(this, frame);
    }
    if (!arrivals.isEmpty()) {
      wakeHost();
    }
  }

  private void wakeHost() {
    final long quietNs = traits.receive().quietNs();
    if (quietNs == 0) {
      host.wake();
    } else if (!wakeDue) {
      wakeDue = true;
      network.after(quietNs, () -> {
        wakeDue = false;
        host.wake();
      });
    }
  }

  SimulatedPort peer() {
    return link.end(link.end(0) == this ? 1 : 0);
  }

  @Override
  public int transmitRoom() {
    return transmitter.room();
  }

  @Override
  public void flush() {
    transmitter.flush();
  }

  @Override
  public boolean linkUp() {
    return link.carrier();
  }

  void carrierChanged() {
    counters.increment(Kind.LINK_CHANGES);
    if (link.carrier()) {
      transmitter.onCarrier();
    }
    host.wake();
  }

  @Override
  public PortCounters counters() {
    return counters;
  }

  /** Gives back what has arrived and was not polled, and what was given and is not finished with. */
  @Override
  public void close() {
    arrivals.clear();
    transmitter.close();
  }
}
