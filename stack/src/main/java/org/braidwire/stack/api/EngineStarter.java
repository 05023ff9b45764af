package org.braidwire.stack.api;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;

/**
 * Puts an engine together: ports on the thread that is to drive them, the stack, its threads. All or nothing. Used by
 * the thread that starts a stack.
 */
final class EngineStarter {
  private final StackConfig config;
  private final ThreadPlan threads;
  private final List<PathConfig> paths;
  private final Function<PortPlacement, PathOpener> openers;
  private final Clock clock = Clock.system();

  /**
   * @param openers makes what opens the ports, once it is known who drives them
   */
  EngineStarter(
      final StackConfig config,
      final ThreadPlan threads,
      final List<PathConfig> paths,
      final Function<PortPlacement, PathOpener> openers) {
    this.config = config;
    this.threads = threads;
    this.paths = paths;
    this.openers = openers;
  }

  /**
   * Prepares an engine, of which nothing runs yet; nothing stays open when this throws.
   *
   * @param pools closed with the engine
   * @param given open ports by interface
   * @param factories what opens the ports of further interfaces
   */
  RunningEngine prepare(
      final PacketMemory pools, final Map<String, FramePort> given, final Map<String, PortFactory> factories) {
    final Idling idling = Idling.of(threads.idle(), clock);
    final NicThread nic =
        threads.nicThread() ? new NicThread("braidwire-nic", idling.bell(), threads.idle(), clock) : null;
    boolean prepared = false;
    try {
      final RunningEngine engine = prepare(pools, given, factories, idling, nic);
      prepared = true;
      return engine;
    } finally {
      if (!prepared) {
        idling.close();
      }
    }
  }

  private RunningEngine prepare(
      final PacketMemory pools,
      final Map<String, FramePort> given,
      final Map<String, PortFactory> factories,
      final Idling idling,
      final NicThread nic) {
    final PortPlacement placement = nic == null ? PortPlacement.ON_ENGINE_THREAD : nic;
    final PathOpener opener = openers.apply(placement);
    opener.open(paths, openGiven(pools, given, factories, placement), pools);
    final EngineResources resources = opener.resources(pools);
    try {
      final MptcpStack stack = new MptcpStack(config, opener.stackPaths(), pools, clock, RandomSource.secure());
      if (idling.waiter() != null) {
        idling.waiter().deadline(stack::nextDeadlineNs);
        resources.ports().forEach(idling.waiter()::watch);
        idling.waiter().watch(resources.links());
      }
      final EngineAgent agent = new EngineAgent(stack, resources, clock, idling, config.maxConnections());
      return new RunningEngine(agent, stack, new AgentThread(agent, idling), nic);
    } catch (final IllegalArgumentException wrong) {
      resources.close();
      throw new BraidwireException(wrong.getMessage(), wrong);
    } catch (final RuntimeException | Error failure) {
      resources.close();
      throw failure;
    }
  }

  private Map<String, FramePort> openGiven(
      final PacketMemory pools,
      final Map<String, FramePort> given,
      final Map<String, PortFactory> factories,
      final PortPlacement placement) {
    final Map<String, FramePort> ports = new LinkedHashMap<>(given);
    try {
      factories.forEach((name, factory) -> ports.put(
          name,
          placement.open(
              PortRequest.onEngineThread(name, PathOpener.claims(paths), pools),
              request -> factory.open(0, request))));
      return ports;
    } catch (final RuntimeException | Error failure) {
      new EngineResources(placement, List.copyOf(ports.values()), null, List.of(), pools).close();
      throw failure;
    }
  }

  /** Refuses a plan that this machine, or the number of threads, does not allow. */
  static void check(final ThreadPlan threads) {
    final List<Integer> cores = threads.cores();
    if (cores.isEmpty()) {
      return;
    }
    if (cores.size() != threads.threadsPerEngine()) {
      throw new BraidwireException(cores.size() + (cores.size() == 1 ? " core" : " cores") + " named to pin "
          + threads.threadsPerEngine() + " threads on; name one for each");
    }
    final BitSet allowed = CpuAffinity.get();
    for (final int core : cores) {
      if (core < 0 || !allowed.get(core)) {
        throw new BraidwireException(
            "core " + core + " is not one that this process may use, which are " + allowed);
      }
    }
  }
}
