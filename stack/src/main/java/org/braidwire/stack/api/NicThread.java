package org.braidwire.stack.api;

import java.util.function.Function;
import org.braidwire.io.idle.Doorbell;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.io.nic.PortRings;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;
import org.braidwire.io.port.PortRequest;
import org.braidwire.stack.base.Clock;

/** The second thread of an engine: it drives the devices, and the engine sees them through rings. */
final class NicThread implements PortPlacement {
  private final Doorbell engineBell;
  private final Idling idling;
  private final NicAgent agent;
  private final AgentThread thread;

  /**
   * @param engineBell rung when there is something for the engine
   */
  NicThread(final String name, final Doorbell engineBell, final String idle, final Clock clock) {
    this.engineBell = engineBell;
    idling = Idling.of(idle, clock);
    agent = new NicAgent(name, clock::nanoTime);
    thread = new AgentThread(agent, idling);
    if (idling.waiter() != null) {
      idling.waiter().deadline(agent::nextDeadlineNs);
    }
  }

  @Override
  public FramePort open(final PortRequest request, final Function<PortRequest, FramePort> opener) {
    final PortRings rings = new PortRings(request.pools(), engineBell, idling.bell());
    final FramePort device = opener.apply(request.withMemory(rings.stock()));
    final FramePort port = rings.attach(device);
    agent.add(rings);
    if (idling.waiter() != null) {
      idling.waiter().watch(device);
    }
    return port;
  }

  @Override
  public LinkMonitor links(final LinkMonitor monitor) {
    agent.links(monitor);
    if (idling.waiter() != null) {
      idling.waiter().watch(monitor);
    }
    return null;
  }

  void start(final int core) {
    thread.start(core);
  }

  @Override
  public void close() {
    agent.stop();
    thread.close();
    idling.close();
  }
}
