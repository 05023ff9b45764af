package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.io.PortChoice;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.Braidwire;
import org.braidwire.stack.api.BraidwireBuilder;
import org.braidwire.stack.api.ThreadPlan;
import org.braidwire.testing.Requirement;
import org.braidwire.testing.Warmth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two stacks over real links, each with an engine's thread and a NIC thread of its own, as an application starts them: a
 * million segments, and none of the four threads allocates. What lies on their way is {@link RealLinkAllocationTest}'s.
 */
@Timeout(180)
class NicThreadAllocationTest {
  private static final int PORT = 5001;
  private static final int LINKS = 2;
  private static final long SEGMENT_BYTES = 1_460; // at most
  private static final long WARM_UP_SEGMENTS = 200_000;
  private static final long WARM_UP_SEGMENTS_OF_RUNS = 2_000_000; // there are fewer frames
  private static final long MEASURED_SEGMENTS = 1_000_000;
  private static final long POLL_NS = 1_000_000;
  private static final long PATIENCE_NS = 60_000_000_000L;

  private final Flood atServer = new Flood();
  private final Flood atClient = new Flood();

  @BeforeAll
  static void requireNamespaces() {
    Requirement.ROOT.require();
    Requirement.NETNS.require();
  }

  @ParameterizedTest(name = "{0}, offloads {1}")
  @CsvSource({"af_packet, false", "af_packet, true", "af_xdp, false", "tap, true"})
  void neitherEnginesNorNicThreadsAllocate(final String io, final boolean offloads) throws Exception {
    if (io.equals(PortChoice.AF_XDP)) {
      Requirement.AF_XDP.require();
    }
    final PortChoice ports = new PortChoice(io, offloads);
    try (Laboratory laboratory =
            Laboratory.open(LabPlan.links(LINKS).withTwoWires().withPorts(ports));
        Braidwire server = start(laboratory, LabSide.WIRE);
        Braidwire client = start(laboratory, LabSide.KERNEL)) {
      server.listen(PORT, () -> atServer);
      client.connect(LabAddresses.wire(0), PORT, atClient);
      final long[] threads = threads();
      final long stretch = offloads ? WARM_UP_SEGMENTS_OF_RUNS : WARM_UP_SEGMENTS;
      receive(stretch);
      Warmth.reach(threads, () -> receive(stretch));
      final List<Map<String, Long>> before = List.of(server.counters(), client.counters());
      receive(WARM_UP_SEGMENTS); // what counting needed is over

      assertThat(Warmth.leastAllocatedBytes(threads, () -> receive(MEASURED_SEGMENTS)))
          .as("octets by all four threads")
          .isZero();

      expectTraffic(laboratory, LabSide.WIRE, server, before.get(0));
      expectTraffic(laboratory, LabSide.KERNEL, client, before.get(1));
      assertThat(client.counters().get("JOINS_ESTABLISHED")).isEqualTo(LINKS - 1);
    }
  }

  private static Braidwire start(final Laboratory laboratory, final LabSide side) {
    final BraidwireBuilder builder = Braidwire.builder()
        .networkNamespace(laboratory.namespace(side))
        .io(laboratory.plan().ports())
        .threads(ThreadPlan.defaults().withNicThread(true));
    for (int link = 0; link < LINKS; link++) {
      builder.path(LabAddresses.path(side, link));
    }
    return builder.start();
  }

  /** Those of both stacks: an engine's and a NIC thread each. */
  private static long[] threads() {
    final List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("braidwire-"))
        .toList();
    assertThat(threads)
        .extracting(Thread::getName)
        .containsExactlyInAnyOrder("braidwire-engine", "braidwire-engine", "braidwire-nic", "braidwire-nic");
    return threads.stream().mapToLong(Thread::threadId).toArray();
  }

  /** Waits until both applications together were given as many octets more as {@code segments} can carry. */
  private void receive(final long segments) {
    final long until = atServer.receivedBytes() + atClient.receivedBytes() + segments * SEGMENT_BYTES;
    final long deadlineNs = System.nanoTime() + PATIENCE_NS;
    while (atServer.receivedBytes() + atClient.receivedBytes() < until) {
      assertThat(System.nanoTime() - deadlineNs).as("octets come").isNegative();
      LockSupport.parkNanos(POLL_NS);
    }
  }

  private static void expectTraffic(
      final Laboratory laboratory, final LabSide side, final Braidwire stack, final Map<String, Long> before) {
    final Map<String, Long> now = stack.counters();
    for (int link = 0; link < LINKS; link++) {
      final String frames = laboratory.device(side, link) + ".RX_FRAMES";
      assertThat(now.get(frames)).as(frames).isGreaterThan(before.get(frames));
    }
    assertThat(stack.failure()).isNull();
  }
}
