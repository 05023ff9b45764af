package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FramePort;

/** A server with two links, on each of which a {@link HostilePeer} has the other end. */
final class HostileNet implements AutoCloseable {
  static final int PORT = 5001;
  private static final long MAC = 0x02_00_00_00_00_00L;
  private static final long STEP_NS = 20_000;
  private static final int MOST_STEPS = 10_000;
  private static final int SETTLED_STEPS = 100;
  private static final int RING_FRAMES = 128;

  private final PacketMemory memory = PacketMemory.allocate(1024, 32);
  private final MemoryWire wire = new MemoryWire("first", MemoryWire.DEFAULT_MTU_BYTES, RING_FRAMES);
  private final MemoryWire otherWire = new MemoryWire("second", MemoryWire.DEFAULT_MTU_BYTES, RING_FRAMES);
  /** The stack's port on the wire to {@link #peer}. */
  final TamperingPort port = new TamperingPort(wire.open(1, memory, MAC + 1));

  private final FramePort otherPort = otherWire.open(1, memory, MAC + 2);
  private long nowNs = 1_000_000_000_000L;

  final MptcpStack server = new MptcpStack(
      StackConfig.defaults(),
      List.of(
          new MptcpStack.Path(PathConfig.parse("first=192.0.2.2/28"), port),
          new MptcpStack.Path(PathConfig.parse("second=192.0.2.18/28"), otherPort)),
      memory,
      () -> nowNs,
      new Random(2)::nextLong);
  final HostilePeer peer = new HostilePeer(wire, MAC + 3, "192.0.2.1", MAC + 1, "192.0.2.2", PORT);
  final HostilePeer joiner = new HostilePeer(otherWire, MAC + 4, "192.0.2.17", MAC + 2, "192.0.2.18", PORT);
  final Script application = new Script();
  boolean peerClosed;

  /** A connection that is established and not confirmed: nothing but the keys has come. */
  HostileNet(final boolean withChecksum) {
    this(withChecksum, false);
  }

  /** The same with a peer that takes no joins where it opened from. */
  HostileNet(final boolean withChecksum, final boolean withoutJoins) {
    application.onPeerClosed = connection -> peerClosed = true;
    server.listen(PORT, () -> application);
    peer.takesNoJoins = withoutJoins;
    peer.sendSyn(true, withChecksum);
    until(peer::answered);
    until(() -> application.connection != null);
    settle();
  }

  /** {@link #joiner} joins at the address of its link. */
  HostileNet joined() {
    return joined("192.0.2.18");
  }

  /** The same at any address. */
  HostileNet joined(final String address) {
    joiner.sendJoin(peer, address);
    until(joiner::answered);
    until(() -> count("JOINS_ESTABLISHED") == 1);
    settle();
    return this;
  }

  void until(final BooleanSupplier done) {
    for (int steps = 0; !done.getAsBoolean(); steps++) {
      assertThat(steps).as(() -> "steps; " + server.counters()).isLessThan(MOST_STEPS);
      step();
    }
  }

  void settle() {
    pass(SETTLED_STEPS * STEP_NS);
  }

  void pass(final long ns) {
    for (final long end = nowNs + ns; nowNs < end; ) {
      step();
    }
  }

  private void step() {
    server.doWork();
    peer.listen();
    joiner.listen();
    nowNs += STEP_NS;
  }

  long count(final String counter) {
    return server.counters().get(counter);
  }

  @Override
  public void close() {
    server.close();
    port.close();
    otherPort.close();
    peer.close();
    joiner.close();
    final int leaked = memory.leased();
    memory.close();
    assertThat(leaked).as("leaked").isZero();
  }
}
