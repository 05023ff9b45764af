package org.braidwire.stack.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.io.nic.PortRings;
import org.braidwire.io.port.FaultInjector;
import org.braidwire.io.port.FaultRates;
import org.braidwire.io.port.FramePort;

/** Two stacks on in-memory wires, driven by the calling thread under a clock that the test moves. */
final class StackPair implements AutoCloseable {
  static final int FRAMES = 4096;
  static final int CHUNKS = 256;
  private static final long STEP_NS = 20_000;
  private static final long IDLE_STEP_NS = 1_000_000;

  final List<MemoryWire> wires = new ArrayList<>();
  final PacketMemory clientMemory;
  final PacketMemory serverMemory;
  final MptcpStack client;
  final MptcpStack server;
  final List<MptcpStack.Path> clientPaths = new ArrayList<>();
  final List<MptcpStack.Path> serverPaths = new ArrayList<>();

  private final NicAgent clientNic = new NicAgent("client", this::nowNs);
  private final NicAgent serverNic = new NicAgent("server", this::nowNs);
  private final boolean nicAgents;
  private long nowNs = 1_000_000_000_000L;

  StackPair(final int links, final StackConfig clientConfig, final StackConfig serverConfig) {
    this(links, clientConfig, serverConfig, FaultRates.NONE);
  }

  /** The same with faults on what both ends receive. */
  StackPair(
      final int links, final StackConfig clientConfig, final StackConfig serverConfig, final FaultRates faults) {
    this(links, clientConfig, serverConfig, faults, FRAMES);
  }

  /** The same with {@code frames} frames at each end, of which each link's ring takes 512. */
  StackPair(
      final int links,
      final StackConfig clientConfig,
      final StackConfig serverConfig,
      final FaultRates faults,
      final int frames) {
    this(links, clientConfig, serverConfig, faults, frames, CHUNKS);
  }

  /** The same with {@code chunks} chunks at each end. */
  StackPair(
      final int links,
      final StackConfig clientConfig,
      final StackConfig serverConfig,
      final FaultRates faults,
      final int frames,
      final int chunks) {
    this(links, clientConfig, serverConfig, faults, frames, chunks, "", false);
  }

  /** A pair whose ports are driven by agents of their own, stepped beside the engines. */
  static StackPair withNicAgents(final int links, final StackConfig config, final FaultRates faults) {
    return new StackPair(links, config, config, faults, FRAMES, CHUNKS, "", true);
  }

  /** A pair of which the server's later paths carry data only when its first cannot. */
  static StackPair withServerBackups(final int links, final StackConfig config) {
    return new StackPair(links, config, config, FaultRates.NONE, FRAMES, CHUNKS, ",backup", false);
  }

  private StackPair(
      final int links,
      final StackConfig clientConfig,
      final StackConfig serverConfig,
      final FaultRates faults,
      final int frames,
      final int chunks,
      final String ofLaterServerPaths,
      final boolean nicAgents) {
    this.nicAgents = nicAgents;
    clientMemory = PacketMemory.allocate(frames, chunks);
    serverMemory = PacketMemory.allocate(frames, chunks);
    for (int i = 0; i < links; i++) {
      final MemoryWire wire = new MemoryWire("wire" + i);
      wires.add(wire);
      clientPaths.add(path(i, 1, "", wire, clientNic, clientMemory, faults));
      serverPaths.add(path(i, 2, i == 0 ? "" : ofLaterServerPaths, wire, serverNic, serverMemory, faults));
    }
    client = new MptcpStack(clientConfig, clientPaths, clientMemory, this::nowNs, new Random(1)::nextLong);
    server = new MptcpStack(serverConfig, serverPaths, serverMemory, this::nowNs, new Random(2)::nextLong);
  }

  private MptcpStack.Path path(
      final int link,
      final int host,
      final String suffix,
      final MemoryWire wire,
      final NicAgent nic,
      final PacketMemory memory,
      final FaultRates faults) {
    final PathConfig config = PathConfig.parse("wire" + link + "=192.0.2." + (16 * link + host) + "/28" + suffix);
    final FramePort port = open(wire, host - 1, memory, nic, 0x02_00_00_00_00_00L + 16L * link + host);
    if (faults.equals(FaultRates.NONE)) {
      return new MptcpStack.Path(config, port);
    }
    final Random chance = new Random(link + 7L);
    return new MptcpStack.Path(config, new FaultInjector(port, memory, chance, faults, FaultRates.NONE));
  }

  private FramePort open(
      final MemoryWire wire, final int end, final PacketMemory memory, final NicAgent nic, final long mac) {
    if (!nicAgents) {
      return wire.open(end, memory, mac);
    }
    final PortRings rings = new PortRings(memory);
    final FramePort port = rings.attach(wire.open(end, rings.stock(), mac));
    nic.add(rings);
    return port;
  }

  private int cycle() {
    return clientNic.doWork() + client.doWork() + serverNic.doWork() + server.doWork();
  }

  /** One cycle of both, and a step of the clock; for measurements, without a condition to ask. */
  void step() {
    final int work = cycle();
    nowNs = work > 0 ? nowNs + STEP_NS : Math.max(nowNs + STEP_NS, Math.min(nowNs + IDLE_STEP_NS, nextNs()));
  }

  private long nextNs() {
    return Math.min(client.nextDeadlineNs(), server.nextDeadlineNs());
  }

  long nowNs() {
    return nowNs;
  }

  /** Steps both until {@code done} or {@code limitNs} of virtual time have passed. */
  boolean run(final java.util.function.BooleanSupplier done, final long limitNs) {
    final long end = nowNs + limitNs;
    while (nowNs < end) {
      if (done.getAsBoolean()) {
        return true;
      }
      final int work = cycle();
      if (work > 0) {
        nowNs += STEP_NS;
      } else {
        nowNs = Math.max(
            nowNs + STEP_NS, Math.min(end, Math.min(client.nextDeadlineNs(), server.nextDeadlineNs())));
      }
    }
    return done.getAsBoolean();
  }

  /** Lets time pass for both, or for one while the other's thread is kept from running. */
  void pass(final long ns, final boolean clientRuns, final boolean serverRuns) {
    final long end = nowNs + ns;
    while (nowNs < end) {
      final int work = (clientRuns ? client.doWork() : 0) + (serverRuns ? server.doWork() : 0);
      nowNs += work > 0 ? STEP_NS : Math.min(end - nowNs, 10 * STEP_NS);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
    clientNic.onClose();
    serverNic.onClose();
    clientPaths.forEach(path -> path.port().close());
    serverPaths.forEach(path -> path.port().close());
    final int leaked = clientMemory.frames().leased()
        + serverMemory.frames().leased()
        + clientMemory.chunks().leased()
        + serverMemory.chunks().leased();
    clientMemory.close();
    serverMemory.close();
    if (leaked != 0) {
      throw new AssertionError("pieces of memory leaked: " + leaked);
    }
  }
}
