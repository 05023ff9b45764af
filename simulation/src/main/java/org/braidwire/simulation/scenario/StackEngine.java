package org.braidwire.simulation.scenario;

import java.util.ArrayList;
import java.util.List;
import org.braidwire.simulation.network.Engine;
import org.braidwire.simulation.network.SimulatedHost;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.RandomSource;

/** The stack of production on a simulated host. */
final class StackEngine implements Engine {
  private final MptcpStack stack;

  /** Opens the stack on {@code host}; path i uses port i. */
  StackEngine(
      final SimulatedHost host,
      final StackConfig config,
      final List<PathConfig> paths,
      final RandomSource random) {
    final List<MptcpStack.Path> ports = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      ports.add(new MptcpStack.Path(paths.get(i), host.ports().get(i)));
    }
    stack = new MptcpStack(config, ports, host.memory(), host.network().clock(), random);
  }

  MptcpStack stack() {
    return stack;
  }

  @Override
  public int doWork() {
    return stack.doWork();
  }

  @Override
  public long nextDeadlineNs() {
    return stack.nextDeadlineNs();
  }

  @Override
  public void close() {
    stack.close();
  }
}
