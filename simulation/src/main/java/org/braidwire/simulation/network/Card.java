package org.braidwire.simulation.network;

import java.util.List;
import org.braidwire.io.frame.PortMemory;
import org.braidwire.io.port.PortCounters;
import org.braidwire.simulation.card.CardContext;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.WireFrame;

/** The card of a {@link SimulatedPort}, between the host's memory and the cable. One thread. */
final class Card implements CardContext {
  private final SimulatedPort port;
  private final SeededRandom random;
  private PortMemory memory;

  Card(final SimulatedPort port, final SeededRandom random) {
    this.port = port;
    this.random = random;
  }

  void memory(final PortMemory next) {
    memory = next;
  }

  private SimulatedNetwork network() {
    return port.host().network();
  }

  @Override
  public long nowNs() {
    return network().nowNs();
  }

  @Override
  public void after(final long delayNs, final Runnable action) {
    network().after(delayNs, action);
  }

  @Override
  public SeededRandom random() {
    return random;
  }

  @Override
  public PortCounters counters() {
    return port.counters();
  }

  @Override
  public PortMemory memory() {
    return memory;
  }

  @Override
  public boolean isLastHolder(final long address) {
    return port.host().memory().poolOf(address).references(address) == 1;
  }

  @Override
  public void wake() {
    port.host().wake();
  }

  @Override
  public boolean hasCarrier() {
    return port.link().carrier();
  }

  @Override
  public void given(final List<WireFrame> frames) {
    if (!port.given(frames)) {
      changed(frames.getFirst());
    }
  }

  @Override
  public void carry(final WireFrame frame) {
    port.link().carry(port, frame);
  }

  @Override
  public void changed(final WireFrame frame) {
    throw new SimulationFailure(
        "S2",
        port.host().name() + " changed a frame that the card of " + port.name() + " still held; "
            + frame.describe());
  }

  @Override
  public void hitSent(final WireFrame frame, final Fault fault) {
    network().fault(port, frame, fault);
  }

  @Override
  public void hitArrived(final WireFrame frame, final Fault fault) {
    network().fault(port.peer(), frame, fault);
  }
}
