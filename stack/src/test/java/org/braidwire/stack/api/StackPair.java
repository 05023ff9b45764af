package org.braidwire.stack.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
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
    clientMemory = PacketMemory.allocate(frames, chunks);
    serverMemory = PacketMemory.allocate(frames, chunks);
    for (int i = 0; i < links; i++) {
      final MemoryWire wire = new MemoryWire("wire" + i);
      wires.add(wire);
      clientPaths.add(path(i, 1, wire, 0, clientMemory, faults));
      serverPaths.add(path(i, 2, wire, 1, serverMemory, faults));
    }
    client = new MptcpStack(clientConfig, clientPaths, clientMemory, this::nowNs, new Random(1)::nextLong);
    server = new MptcpStack(serverConfig, serverPaths, serverMemory, this::nowNs, new Random(2)::nextLong);
  }

  private static MptcpStack.Path path(
      final int link,
      final int host,
      final MemoryWire wire,
      final int end,
      final PacketMemory memory,
      final FaultRates faults) {
    final PathConfig config = PathConfig.parse("wire" + link + "=192.0.2." + (16 * link + host) + "/28");
    final FramePort port = wire.open(end, memory, 0x02_00_00_00_00_00L + 16L * link + host);
    return new MptcpStack.Path(
        config,
        faults.equals(FaultRates.NONE)
            ? port
            : new FaultInjector(port, memory, new Random(link + 7L), faults, FaultRates.NONE));
  }

  /** One cycle of both, and a step of the clock; for measurements, without a condition to ask. */
  void step() {
    final int work = client.doWork() + server.doWork();
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
      final int work = client.doWork() + server.doWork();
      if (work > 0) {
        nowNs += STEP_NS;
      } else {
        nowNs = Math.max(
            nowNs + STEP_NS, Math.min(end, Math.min(client.nextDeadlineNs(), server.nextDeadlineNs())));
      }
    }
    return done.getAsBoolean();
  }

  @Override
  public void close() {
    client.close();
    server.close();
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
