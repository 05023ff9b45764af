package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.port.FaultInjector;
import org.braidwire.io.port.FaultRates;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.stack.wire.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A peer that makes one connection of an engine hold as many frames as it can, an octet each, while another connection
 * of the same engine receives at full rate over a link that reorders: it too has octets that must wait.
 */
class HostilePeerTest {
  private static final int PORT = 5001;
  private static final int ATTACKED_PORT = 5002;
  private static final int FRAMES = 1024;
  private static final int RING_FRAMES = 128;
  private static final int CHUNKS = 64;
  private static final long TOTAL = 30_000_000;
  private static final int SEGMENTS_A_STEP = 32;
  private static final long STEP_NS = 20_000;
  private static final int MOST_STEPS = 200_000;
  private static final long MAC = 0x02_00_00_00_00_00L;
  private static final StackConfig CONFIG = StackConfig.defaults().withBuffers(256 << 10, 1 << 20);
  private static final FaultRates REORDER = new FaultRates(0, 0, 0, 0.01, 8);

  /** What octets the attacker sends; all lie within the window that it was offered. */
  enum Attack {
    /** Plain TCP, from the second octet on, one after the other: a single range for SACK. */
    AHEAD(false, false) {
      @Override
      void send(final HostilePeer peer, final int number) {
        peer.sendPlain(2 + number % SPAN);
      }
    },
    /** The same from behind. */
    BACKWARDS(false, false) {
      @Override
      void send(final HostilePeer peer, final int number) {
        peer.sendPlain(2 + SPAN - number % SPAN);
      }
    },
    /** In order for the subflow, with a hole after each octet of the data stream. */
    HOLES_IN_THE_DATA(true, false) {
      @Override
      void send(final HostilePeer peer, final int number) {
        peer.sendMapped(1 + number % HALF_SPAN, 2 + 2L * (number % HALF_SPAN));
      }
    },
    /** The same, each octet far from the one before it. */
    HOLES_HERE_AND_THERE(true, false) {
      @Override
      void send(final HostilePeer peer, final int number) {
        peer.sendMapped(1 + number % HALF_SPAN, 2 + 2L * (number * STRIDE % HALF_SPAN));
      }
    },
    /** Out of order for the subflow, with mappings that cannot be put together. */
    MAPPINGS_APART(true, false) {
      @Override
      void send(final HostilePeer peer, final int number) {
        peer.sendMapped(2 + number % HALF_SPAN, 2 + 2L * (number % HALF_SPAN));
      }
    },
    /** In order, and all of one long mapping whose checksum cannot be verified before its end. */
    UNFINISHED_MAPPING(true, true) {
      @Override
      void send(final HostilePeer peer, final int number) {
        peer.sendPart(1 + number % SPAN, SPAN + 1);
      }
    };

    private static final int SPAN = 60_000;
    private static final int HALF_SPAN = SPAN / 2;

    /** Shares no factor with the span, so that every octet is reached. */
    private static final long STRIDE = 7_919;

    private final boolean multipath;
    private final boolean checksum;

    Attack(final boolean multipath, final boolean checksum) {
      this.multipath = multipath;
      this.checksum = checksum;
    }

    abstract void send(HostilePeer peer, int number);
  }

  /** Two hosts on one wire, and a second wire from the server to the attacker. */
  private static final class Siege implements AutoCloseable {
    final PacketMemory clientMemory = PacketMemory.allocate(4096, CHUNKS);
    final PacketMemory serverMemory = PacketMemory.allocate(FRAMES, CHUNKS);
    final MemoryWire wire = new MemoryWire("honest", MemoryWire.DEFAULT_MTU_BYTES, RING_FRAMES);
    final MemoryWire attackedWire = new MemoryWire("hostile", MemoryWire.DEFAULT_MTU_BYTES, RING_FRAMES);
    final FramePort clientPort = wire.open(0, clientMemory, MAC + 1);
    final FramePort serverPort = new FaultInjector(
        wire.open(1, serverMemory, MAC + 2), serverMemory, new Random(7), REORDER, FaultRates.NONE);
    final FramePort attackedPort = attackedWire.open(1, serverMemory, MAC + 3);
    final MptcpStack client = new MptcpStack(
        CONFIG,
        List.of(new MptcpStack.Path(PathConfig.parse("wire=192.0.2.1/28"), clientPort)),
        clientMemory,
        this::nowNs,
        new Random(1)::nextLong);
    final MptcpStack server = new MptcpStack(
        CONFIG,
        List.of(
            new MptcpStack.Path(PathConfig.parse("wire=192.0.2.2/28"), serverPort),
            new MptcpStack.Path(PathConfig.parse("attacked=192.0.2.18/28"), attackedPort)),
        serverMemory,
        this::nowNs,
        new Random(2)::nextLong);
    final HostilePeer hostile =
        new HostilePeer(attackedWire, MAC + 4, "192.0.2.17", MAC + 3, "192.0.2.18", ATTACKED_PORT);
    final Script attacked = new Script();
    final Transfer from = new Transfer(9, 7, TOTAL);
    final Transfer to = new Transfer(7, 9, 0);
    private long nowNs = 1_000_000_000_000L;
    private int number;

    private long nowNs() {
      return nowNs;
    }

    void open(final Attack attack) {
      server.listen(PORT, () -> to);
      server.listen(ATTACKED_PORT, () -> attacked);
      if (attack != null) {
        hostile.sendSyn(attack.multipath, attack.checksum);
        until(hostile::answered, null);
        until(() -> attacked.connection != null, attack);
      }
      client.connect(0, IpAddress.parseLow("192.0.2.2"), PORT, from);
    }

    /** Steps until {@code done}; how many steps it took. */
    int until(final BooleanSupplier done, final Attack attack) {
      for (int steps = 0; steps < MOST_STEPS; steps++) {
        if (done.getAsBoolean()) {
          return steps;
        }
        client.doWork();
        for (int i = 0; attack != null && i < SEGMENTS_A_STEP && hostile.hasRoom(); i++) {
          attack.send(hostile, number++);
        }
        server.doWork();
        nowNs += STEP_NS;
      }
      throw new AssertionError("not done: received " + to.received + " of " + TOTAL + ", server "
          + server.counters() + ", frames " + serverMemory.frames().free());
    }

    @Override
    public void close() {
      client.close();
      server.close();
      clientPort.close();
      serverPort.close();
      attackedPort.close();
      hostile.close();
      final int leaked = clientMemory.leased() + serverMemory.leased();
      clientMemory.close();
      serverMemory.close();
      assertThat(leaked).as("leaked").isZero();
    }
  }

  private static int quietSteps() {
    try (Siege siege = new Siege()) {
      siege.open(null);
      return siege.until(() -> siege.to.received == TOTAL, null);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherConnectionGoesOnAtFullRate(final Attack attack) {
    final int quietSteps = quietSteps();
    try (Siege siege = new Siege()) {
      siege.open(attack);
      final int steps = siege.until(() -> siege.to.received == TOTAL, attack);

      assertThat(siege.hostile.sent).as("octets of the attack").isGreaterThan(10_000);
      assertThat(siege.to.mismatchAt).isEqualTo(-1);
      final Map<String, Long> counters = siege.server.counters();
      assertThat(steps)
          .as(() -> "undisturbed " + quietSteps + ", server " + counters)
          .isLessThanOrEqualTo(quietSteps + quietSteps / 10);
      assertThat(siege.serverPort.counters().get(Kind.RX_NO_FRAME)).isZero();
      assertThat(siege.attacked.closed)
          .as("the attacked connection lives")
          .isNull();
      assertThat(siege.serverMemory.frames().free()).isGreaterThan(FRAMES / 8);
    }
  }
}
