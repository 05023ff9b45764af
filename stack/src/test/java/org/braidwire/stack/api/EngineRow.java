package org.braidwire.stack.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.memory.WireBundle;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.engine.EngineMesh;

/**
 * A host with several engines and one with a single engine, joined by links of which each engine has a queue of its own;
 * all stepped by the calling thread under a clock that it moves. The single one is .1, the other .2 of each link.
 */
final class EngineRow implements AutoCloseable {
  private static final int FRAMES = 8192;
  private static final int CHUNKS = 256;
  private static final long STEP_NS = 20_000;
  private static final long MAC = 0x02_00_00_00_00_00L;

  final PacketMemory singleMemory = PacketMemory.allocate(FRAMES, CHUNKS);
  final List<PacketMemory> memories;
  final List<MptcpStack> engines = new ArrayList<>();
  final MptcpStack single;
  private final List<FramePort> ports = new ArrayList<>();
  private long nowNs = 1_000_000_000_000L;

  /**
   * @param steering which engine's queue each link's frames from the single host go to
   */
  EngineRow(final int engineCount, final List<WireBundle.Steering> steering, final StackConfig config) {
    final EngineMesh mesh = new EngineMesh(engineCount);
    final List<List<MptcpStack.Path>> paths = new ArrayList<>();
    memories = PacketMemory.allocate(engineCount, FRAMES, CHUNKS);
    for (int e = 0; e < engineCount; e++) {
      paths.add(new ArrayList<>());
    }
    final List<MptcpStack.Path> singlePaths = new ArrayList<>();
    for (int link = 0; link < steering.size(); link++) {
      final List<FramePort> ends = new ArrayList<>();
      for (int e = 0; e < engineCount; e++) {
        final MemoryWire wire = new MemoryWire("link" + link + "queue" + e);
        ends.add(wire.open(0, singleMemory, MAC + 16L * link + 1));
        paths.get(e).add(path(link, 2, wire.open(1, memories.get(e), MAC + 16L * link + 2)));
      }
      singlePaths.add(path(link, 1, new WireBundle(ends, steering.get(link))));
    }
    for (int e = 0; e < engineCount; e++) {
      engines.add(new MptcpStack(
          config, paths.get(e), memories.get(e), this::nowNs, new Random(e + 5L)::nextLong, mesh.seat(e)));
    }
    single = new MptcpStack(config, singlePaths, singleMemory, this::nowNs, new Random(1)::nextLong);
  }

  private MptcpStack.Path path(final int link, final int host, final FramePort port) {
    ports.add(port);
    return new MptcpStack.Path(PathConfig.parse("link" + link + "=192.0.2." + (16 * link + host) + "/28"), port);
  }

  long nowNs() {
    return nowNs;
  }

  /** One cycle of all. */
  void step() {
    single.doWork();
    for (int e = 0; e < engines.size(); e++) {
      engines.get(e).doWork();
    }
    nowNs += STEP_NS;
  }

  boolean run(final BooleanSupplier done, final long limitNs) {
    final long end = nowNs + limitNs;
    while (nowNs < end && !done.getAsBoolean()) {
      step();
    }
    return done.getAsBoolean();
  }

  /** A counter of all engines of the row. */
  long count(final String name) {
    return engines.stream().mapToLong(engine -> engine.counters().get(name)).sum();
  }

  @Override
  public void close() {
    single.close();
    engines.forEach(MptcpStack::close);
    ports.forEach(FramePort::close);
    int leaked = singleMemory.leased();
    singleMemory.close();
    for (final PacketMemory memory : memories) {
      leaked += memory.leased();
      memory.close();
    }
    if (leaked != 0) {
      throw new AssertionError("pieces of memory leaked: " + leaked);
    }
  }
}
