package org.braidwire.stack.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.braidwire.io.port.FaultInjector;
import org.braidwire.io.port.FaultRates;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.testing.Warmth;
import org.junit.jupiter.api.Test;

/** The engine's thread allocates nothing a segment: measured over a million of them, after warm-up. */
class AllocationTest {
  private static final int PORT = 5001;
  private static final long SERVER = IpAddress.parseLow("192.0.2.2");
  private static final long WARM_UP_FRAMES = 100_000;
  private static final long MEASURED_FRAMES = 1_000_000;

  private static final StackConfig CONFIG = StackConfig.defaults().withBuffers(1 << 20, 1 << 20);
  private static final FaultRates LOSS = new FaultRates(0.01, 0, 0, 0, 1);
  private static final FaultRates REORDER = new FaultRates(0, 0, 0, 0.01, 8);

  /** Short enough for a subflow to outlive it also when losses come on top: a new one would be allocated. */
  private static final long OUTAGE_NS = 60_000_000;

  private static final long FROM_OUTAGE_TO_OUTAGE_NS = 210_000_000;

  private long reinjectedBytes;

  @Test
  void inOrderOnOneSubflow() {
    try (StackPair pair = new StackPair(1, CONFIG, CONFIG)) {
      assertThat(allocatedBytes(pair, false)).isZero();
    }
  }

  @Test
  void inPlainTcp() {
    try (StackPair pair = new StackPair(1, CONFIG.withMultipath(false), CONFIG)) {
      assertThat(allocatedBytes(pair, false)).isZero();
    }
  }

  @Test
  void onTwoSubflowsInterleavedWithChecksums() {
    try (StackPair pair = new StackPair(2, CONFIG.withChecksum(true), CONFIG)) {
      assertThat(allocatedBytes(pair, false)).isZero();
      assertThat(received(pair, 0)).isPositive();
      assertThat(received(pair, 1)).isPositive();
    }
  }

  @Test
  void withOneInAHundredLost() {
    try (StackPair pair = new StackPair(2, CONFIG, CONFIG, LOSS)) {
      assertThat(allocatedBytes(pair, false)).isZero();
      assertThat(counters(pair).get("SEGMENTS_RETRANSMITTED")).isPositive();
    }
  }

  @Test
  void withOneInAHundredReordered() {
    try (StackPair pair = new StackPair(2, CONFIG, CONFIG, REORDER)) {
      assertThat(allocatedBytes(pair, false)).isZero();
      assertThat(pair.serverPaths)
          .allSatisfy(path -> assertThat(((FaultInjector) path.port())
                  .receiveFaults()
                  .held())
              .isPositive());
    }
  }

  @Test
  void whileReinjecting() {
    try (StackPair pair = new StackPair(2, CONFIG, CONFIG)) {
      assertThat(allocatedBytes(pair, true)).isZero();
      assertThat(reinjectedBytes).isPositive();
    }
  }

  @Test
  void onTwoSubflowsWithNicAgents() {
    try (StackPair pair = StackPair.withNicAgents(2, CONFIG, FaultRates.NONE)) {
      assertThat(allocatedBytes(pair, false)).isZero();
    }
  }

  @Test
  void withNicAgentsAndOneInAHundredLost() {
    try (StackPair pair = StackPair.withNicAgents(2, CONFIG, LOSS)) {
      assertThat(allocatedBytes(pair, true)).isZero();
      assertThat(counters(pair).get("SEGMENTS_RETRANSMITTED")).isPositive();
    }
  }

  private static long joins(final StackPair pair) {
    return counters(pair).getOrDefault("JOINS_SENT", 0L);
  }

  private static Map<String, Long> counters(final StackPair pair) {
    final Map<String, Long> sum = pair.client.counters();
    pair.server.counters().forEach((name, value) -> sum.merge(name, value, Long::sum));
    return sum;
  }

  private static long received(final StackPair pair, final int path) {
    return pair.serverPaths.get(path).port().counters().get(Kind.RX_FRAMES)
        + pair.clientPaths.get(path).port().counters().get(Kind.RX_FRAMES);
  }

  private static long received(final StackPair pair) {
    long frames = 0;
    for (int i = 0; i < pair.wires.size(); i++) {
      frames += received(pair, i);
    }
    return frames;
  }

  private long allocatedBytes(final StackPair pair, final boolean withOutages) {
    pair.server.listen(PORT, Flood::new);
    final MptcpConnection connection = pair.client.connect(0, SERVER, PORT, new Flood());
    run(pair, WARM_UP_FRAMES, withOutages);
    pair.chances.forEach(chance -> chance.often(true));
    Warmth.reach(() -> run(pair, WARM_UP_FRAMES, withOutages));
    pair.chances.forEach(chance -> chance.often(false));
    Warmth.reach(() -> run(pair, WARM_UP_FRAMES, withOutages));
    final long joins = joins(pair);
    final long allocated = Warmth.leastAllocatedBytes(() -> run(pair, MEASURED_FRAMES, withOutages));
    reinjectedBytes = connection.info().reinjectedTimeoutBytes();
    assertThat(joins(pair)).as("a new subflow is allocated").isEqualTo(joins);
    return allocated;
  }

  private static void run(final StackPair pair, final long frames, final boolean withOutages) {
    final long untilFrames = received(pair) + frames;
    while (received(pair) < untilFrames) {
      pair.step();
      if (withOutages) {
        pair.wires.get(1).setSilentDrop(pair.nowNs() % FROM_OUTAGE_TO_OUTAGE_NS < OUTAGE_NS);
      }
    }
  }

  /** Sends as much as is taken and consumes what comes. */
  private static final class Flood implements ConnectionHandler {
    @Override
    public void onEstablished(final MptcpConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(final MptcpConnection connection) {
      while (connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES) >= 0) {
        connection.commit(MptcpConnection.MAX_CLAIM_BYTES);
      }
    }

    @Override
    public int onData(
        final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
      return length;
    }
  }
}
