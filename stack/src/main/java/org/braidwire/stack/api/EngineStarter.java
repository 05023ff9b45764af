package org.braidwire.stack.api;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.CpuAffinity;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortRequest;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.engine.EngineMesh;

/**
 * Puts an engine together: ports on the thread that is to drive them, the stack, its threads. All or nothing. Used by
 * the thread that starts a stack.
 */
final class EngineStarter {
  private final StackConfig config;
  private final ThreadPlan threads;
  private final List<PathConfig> paths;
  private final Map<String, FramePort> given;
  private final Map<String, PortFactory> factories;
  private final Openers openers;
  private final EngineMesh mesh;
  private final PortGroups groups;
  private final Clock clock = Clock.system();

  /** Makes what opens the ports of an engine, once it is known who drives them. */
  interface Openers {
    PathOpener opener(int engine, PortPlacement placement, PortGroups groups);
  }

  /**
   * @param given open ports by interface
   * @param factories what opens the ports of further interfaces
   */
  EngineStarter(
      final StackConfig config,
      final ThreadPlan threads,
      final List<PathConfig> paths,
      final Map<String, FramePort> given,
      final Map<String, PortFactory> factories,
      final Openers openers) {
    this.config = config;
    this.threads = threads;
    this.paths = paths;
    this.given = given;
    this.factories = factories;
    this.openers = openers;
    mesh = new EngineMesh(threads.engines());
    groups = new PortGroups(threads.engines());
  }

  /**
   * Prepares an engine, of which nothing runs yet; nothing of it stays open when this throws.
   *
   * @param index its number, from 0
   * @param pools closed with the engine
   */
  RunningEngine prepare(final int index, final PacketMemory pools) {
    final Idling idling = Idling.of(threads.idle(), clock);
    final NicThread nic = threads.nicThread()
        ? new NicThread("braidwire-nic" + suffix(index), idling.bell(), threads.idle(), clock)
        : null;
    boolean prepared = false;
    try {
      final RunningEngine engine = prepare(index, pools, idling, nic);
      prepared = true;
      return engine;
    } finally {
      if (!prepared) {
        idling.close();
      }
    }
  }

  private String suffix(final int index) {
    return threads.engines() == 1 ? "" : "-" + index;
  }

  private RunningEngine prepare(final int index, final PacketMemory pools, final Idling idling, final NicThread nic) {
    final PortPlacement placement = nic == null ? PortPlacement.ON_ENGINE_THREAD : nic;
    final PathOpener opener = openers.opener(index, placement, groups);
    opener.open(paths, openGiven(index, pools, placement), pools);
    final EngineResources resources = opener.resources(pools);
    try {
      final MptcpStack stack =
          new MptcpStack(config, opener.stackPaths(), pools, clock, RandomSource.secure(), mesh.seat(index));
      mesh.bell(index, idling.bell());
      final EngineAgent agent = new EngineAgent(
          "braidwire-engine" + suffix(index), stack, resources, clock, idling, config.maxConnections());
      if (idling.waiter() != null) {
        idling.waiter().deadline(agent::nextDeadlineNs);
        resources.ports().forEach(idling.waiter()::watch);
        idling.waiter().watch(resources.links());
      }
      return new RunningEngine(agent, stack, new AgentThread(agent, idling), nic);
    } catch (final IllegalArgumentException wrong) {
      resources.close();
      throw new BraidwireException(wrong.getMessage(), wrong);
    } catch (final RuntimeException | Error failure) {
      resources.close();
      throw failure;
    }
  }

  private Map<String, FramePort> openGiven(final int index, final PacketMemory pools, final PortPlacement placement) {
    final Map<String, FramePort> ports = new LinkedHashMap<>(given);
    try {
      factories.forEach((name, factory) -> ports.put(
          name,
          placement.open(
              PortRequest.onEngineThread(name, PathOpener.claims(paths), pools),
              request -> factory.open(index, request))));
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
    if (cores.size() != threads.threads()) {
      throw new BraidwireException(cores.size() + (cores.size() == 1 ? " core" : " cores") + " named to pin "
          + threads.threads() + " threads on; name one for each");
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
