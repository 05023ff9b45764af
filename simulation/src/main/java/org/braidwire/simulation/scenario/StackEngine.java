package org.braidwire.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.io.port.FramePort;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.network.Engine;
import org.braidwire.simulation.network.EngineSidePort;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;

/** The stack of production on a simulated host, on one thread or two. */
final class StackEngine implements Engine {
  private final MptcpStack stack;

  /** Null where one thread does it all. */
  private final SteppedAgents agents;

  private StackEngine(final MptcpStack stack, final SteppedAgents agents) {
    this.stack = stack;
    this.agents = agents;
  }

  /** Opens the stack on {@code host}; path i uses port i. One thread drives everything. */
  static StackEngine onOneThread(
      final SimulatedHost host,
      final StackConfig config,
      final List<PathConfig> paths,
      final RandomSource random) {
    final Clock clock = host.network().clock();
    return new StackEngine(
        new MptcpStack(config, paths(paths, List.copyOf(host.ports())), host.memory(), clock, random), null);
  }

  /**
   * Opens the stack on {@code host}; path i uses port i. An agent of its own drives the ports.
   *
   * @param turns chance that says when which agent runs
   */
  static StackEngine onTwoThreads(
      final SimulatedHost host,
      final StackConfig config,
      final List<PathConfig> paths,
      final RandomSource random,
      final ThreadShape shape,
      final SeededRandom turns) {
    final Clock clock = host.network().clock();
    final NicAgent nic = new NicAgent(host.name() + "-nic", clock::nanoTime);
    final List<EngineSidePort> ports = new ArrayList<>();
    host.ports().forEach(port -> ports.add(EngineSidePort.of(port, nic)));
    final MptcpStack stack = new MptcpStack(config, paths(paths, ports), host.memory(), clock, random);
    return new StackEngine(stack, new SteppedAgents(stack, ports, nic, shape, clock, turns));
  }

  private static List<MptcpStack.Path> paths(final List<PathConfig> configs, final List<? extends FramePort> ports) {
    final List<MptcpStack.Path> paths = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      paths.add(new MptcpStack.Path(configs.get(i), ports.get(i)));
    }
    return paths;
  }

  MptcpStack stack() {
    return stack;
  }

  @Override
  public int doWork() {
    if (agents == null) {
      return stack.doWork();
    }
    agents.run();
    return 0; // the next cycle is never at the same instant
  }

  @Override
  public void wake() {
    if (agents != null) {
      agents.wake();
    }
  }

  @Override
  public int stockedPieces() {
    return agents == null ? 0 : agents.stockedPieces();
  }

  @Override
  public long nextDeadlineNs() {
    return agents == null ? stack.nextDeadlineNs() : agents.nextNs();
  }

  @Override
  public void close() {
    stack.close();
    if (agents != null) {
      agents.close();
    }
  }

  /** Connections, and what is left of them in TIME_WAIT. */
  int remaining() {
    return stack.openConnections() + stack.timeWaits();
  }
}
