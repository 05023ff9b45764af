package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.io.LinuxPorts;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.io.nic.PortRings;
import org.braidwire.io.port.FaultInjector;
import org.braidwire.io.port.FaultRates;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortCounters.Kind;
import org.braidwire.io.port.PortRequest;
import org.braidwire.lab.LabAddresses;
import org.braidwire.lab.LabPlan;
import org.braidwire.lab.LabSide;
import org.braidwire.lab.Laboratory;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.testing.FaultChance;
import org.braidwire.testing.Requirement;
import org.braidwire.testing.Warmth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two engines on one thread over real links: a million segments in each case, and nothing allocated. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class RealLinkAllocationTest {
  private static final int PORT = 5001;
  private static final int LINKS = 2;
  private static final int FRAMES = 16 * 1024;
  private static final int CHUNKS = 512;
  private static final int ETHERNET_MTU_BYTES = 1514;
  private static final long WARM_UP_SEGMENTS = 50_000;
  private static final long MEASURED_SEGMENTS = 1_000_000;

  /** After so many cycles without work both engines wait for a timer: nothing is on its way for a millisecond. */
  private static final int IDLE_CYCLES = 4096;

  private static final FaultRates LOSS = new FaultRates(0.01, 0, 0, 0, 1);
  private static final FaultRates REORDER = new FaultRates(0, 0, 0, 0.01, 4);
  private static final String REINJECTED = "octets reinjected";
  private static final String SUPER_SEGMENTS = "super-segments received";
  private static final String RECEIVED = "octets received by link ";
  private static final String HELD = "frames reordered by port ";
  private static final long OUTAGE_NS = 60_000_000;
  private static final long BETWEEN_OUTAGES_NS = 150_000_000;

  /** Whether a link fails now and then. */
  private enum Outages {
    QUIET,
    WITH_OUTAGES
  }

  @Parameter
  String kind;

  /** Drives the devices where {@link #nicThread} says so, else has none. */
  private final NicAgent nic = new NicAgent("nic", System::nanoTime);

  private boolean nicThread;

  /** What the measured rounds counted: of both engines, and of what the tests ask about. */
  private final Map<String, Long> counted = new HashMap<>();

  private int links = LINKS;
  private volatile boolean measured;

  /** How far the engines' clock is ahead: a lost tail must not cost the test the time-out that it costs a connection. */
  private long skippedNs;

  /** Outages last as long as they do, whatever the clock says. */
  private boolean outages;

  private final List<FaultChance> chances = new ArrayList<>();
  private final List<FramePort> ports = new ArrayList<>();
  private final List<PortCounters> counters = new ArrayList<>();

  @BeforeAll
  static void requireNamespaces() {
    Requirement.ROOT.require();
    Requirement.NETNS.require();
  }

  @BeforeEach
  void requireKind() {
    if (kind.equals(PortChoice.AF_XDP)) {
      Requirement.AF_XDP.require();
    }
  }

  /** TAP has the code of AF_PACKET but for how a frame is read and written, which its contract tests see. */
  static List<String> kinds() {
    return List.of(PortChoice.AF_PACKET, PortChoice.AF_XDP);
  }

  private PortChoice single() {
    return new PortChoice(kind, false);
  }

  private PortChoice superSegments() {
    return new PortChoice(kind, true);
  }

  @Test
  void inOrderOnOneSubflow() throws Exception {
    links = 1;
    measure(single(), FaultRates.NONE, Outages.QUIET);
    assertThat(counted.get(RECEIVED + 0)).isPositive();
  }

  @Test
  void onTwoSubflowsInterleaved() throws Exception {
    measure(single(), FaultRates.NONE, Outages.QUIET);
    assertThat(counted.get(RECEIVED + 0)).isPositive();
    assertThat(counted.get(RECEIVED + 1)).isPositive();
  }

  @Test
  void withOneInAHundredLost() throws Exception {
    measure(single(), LOSS, Outages.QUIET);
    assertThat(counted.get("SEGMENTS_RETRANSMITTED")).isPositive();
  }

  @Test
  void withSuperSegments() throws Exception {
    measure(superSegments(), FaultRates.NONE, Outages.QUIET);
    // Only who sends them can show that they are received; the others leave checksums to the device here.
    assertThat(counted.get(SUPER_SEGMENTS) > 0)
        .isEqualTo(ports.getFirst().capabilities().gsoMaxBytes() > 0);
    assertThat(ports.getFirst().capabilities().checksumOffload()).isTrue();
  }

  @Test
  void withOneSuperSegmentInAHundredLost() throws Exception {
    measure(superSegments(), LOSS, Outages.QUIET);
    assertThat(counted.get("SEGMENTS_RETRANSMITTED")).isPositive();
  }

  @Test
  void withOneInAHundredReordered() throws Exception {
    measure(single(), REORDER, Outages.QUIET);
    for (int port = 0; port < ports.size(); port++) {
      assertThat(counted.get(HELD + port)).as("port " + port).isPositive();
    }
  }

  @Test
  void onTwoSubflowsWithNicAgents() throws Exception {
    nicThread = true;
    measure(single(), FaultRates.NONE, Outages.QUIET);
  }

  @Test
  void withNicAgentsAndSuperSegments() throws Exception {
    nicThread = true;
    measure(superSegments(), FaultRates.NONE, Outages.QUIET);
    assertThat(counted.get(SUPER_SEGMENTS) > 0)
        .isEqualTo(ports.getFirst().capabilities().gsoMaxBytes() > 0);
  }

  @Test
  void whileReinjecting() throws Exception {
    Requirement.TC.require();
    measure(single(), FaultRates.NONE, Outages.WITH_OUTAGES);
    assertThat(counted.get(REINJECTED)).isPositive();
  }

  private void measure(final PortChoice choice, final FaultRates faults, final Outages kind) throws Exception {
    try (Laboratory laboratory =
            Laboratory.open(LabPlan.links(links).withTwoWires().withPorts(choice));
        PacketMemory serverMemory = PacketMemory.allocate(FRAMES, CHUNKS);
        PacketMemory clientMemory = PacketMemory.allocate(FRAMES, CHUNKS)) {
      final MptcpStack server = stack(laboratory, LabSide.WIRE, serverMemory, faults);
      final MptcpStack client = stack(laboratory, LabSide.KERNEL, clientMemory, faults);
      server.listen(PORT, Flood::new);
      final MptcpConnection connection =
          client.connect(0, IpAddress.parseLow(LabAddresses.wire(0)), PORT, new Flood());
      outages = kind == Outages.WITH_OUTAGES;
      final Thread breaker = outages ? startOutages(laboratory) : null;
      try {
        warmUp(client, server, connection);
        final Map<String, Long> before = counts(client, server, connection);
        assertThat(Warmth.leastAllocatedBytes(() -> run(client, server, MEASURED_SEGMENTS)))
            .isZero();
        counts(client, server, connection)
            .forEach((name, value) -> counted.put(name, value - before.get(name)));
      } finally {
        stopOutages(breaker);
      }
      assertThat(client.counters().get("JOINS_ESTABLISHED")).isEqualTo(links - 1);
      expectOneCopyAtMost();
      client.close();
      server.close();
      nic.onClose();
      ports.forEach(FramePort::close);
      assertThat(serverMemory.leased() + clientMemory.leased()).isZero();
    }
  }

  /** So far, and by the names that the tests know. */
  private Map<String, Long> counts(
      final MptcpStack client, final MptcpStack server, final MptcpConnection connection) {
    final Map<String, Long> counts = new HashMap<>(client.counters());
    server.counters().forEach((name, value) -> counts.merge(name, value, Long::sum));
    counts.put(REINJECTED, connection.info().reinjectedTimeoutBytes());
    counts.put(
        SUPER_SEGMENTS,
        counters.stream()
            .mapToLong(port -> port.get(Kind.RX_SUPER_SEGMENTS))
            .sum());
    for (int link = 0; link < links; link++) {
      counts.put(RECEIVED + link, received(link));
    }
    for (int port = 0; port < ports.size(); port++) {
      if (ports.get(port) instanceof final FaultInjector injector) {
        counts.put(HELD + port, injector.receiveFaults().held());
      }
    }
    return counts;
  }

  /** Of AF_PACKET each octet that does not come in a super-segment; AF_XDP is not to put anything together here. */
  private void expectOneCopyAtMost() {
    assertThat(counters).allSatisfy(port -> {
      final long receivedBytes = port.get(Kind.RX_BYTES);
      final long copiedBytes = port.get(Kind.RX_COPIED_BYTES);
      assertThat(copiedBytes).isLessThanOrEqualTo(receivedBytes);
      if (port.get(Kind.RX_SUPER_SEGMENTS) == 0) {
        assertThat(copiedBytes).isEqualTo(kind.equals(PortChoice.AF_PACKET) ? receivedBytes : 0);
      }
    });
  }

  private void warmUp(final MptcpStack client, final MptcpStack server, final MptcpConnection connection) {
    // what an outage leads to cannot be made more frequent, only waited for
    run(client, server, outages ? 2 * MEASURED_SEGMENTS : WARM_UP_SEGMENTS);
    chances.forEach(chance -> chance.often(true));
    Warmth.reach(() -> run(client, server, WARM_UP_SEGMENTS));
    chances.forEach(chance -> chance.often(false));
    counts(client, server, connection); // what counting needs of the JVM, before it is quiet
    Warmth.reach(() -> run(client, server, WARM_UP_SEGMENTS));
  }

  /** Makes the second link drop everything from time to time, from a thread that may allocate. */
  private Thread startOutages(final Laboratory laboratory) {
    return Thread.ofPlatform().daemon().start(() -> {
      boolean drop = false;
      while (!measured) {
        drop = !drop;
        laboratory.silentDrop(1, drop);
        LockSupport.parkNanos(drop ? OUTAGE_NS : BETWEEN_OUTAGES_NS);
      }
    });
  }

  private void stopOutages(final Thread breaker) throws InterruptedException {
    measured = true;
    if (breaker != null) {
      breaker.join();
    }
  }

  private MptcpStack stack(
      final Laboratory laboratory, final LabSide side, final PacketMemory memory, final FaultRates faults)
      throws Exception {
    final List<MptcpStack.Path> paths = new ArrayList<>();
    for (int link = 0; link < links; link++) {
      final String device = laboratory.device(side, link);
      final PortRequest request = PortRequest.onEngineThread(device, LabAddresses.claims(side, links), memory);
      final FramePort bare = NetNamespace.call(
          laboratory.namespace(side), () -> open(laboratory.plan().ports(), request));
      final FramePort port = faults.equals(FaultRates.NONE) ? bare : faulty(bare, memory, link, faults);
      ports.add(port);
      paths.add(new MptcpStack.Path(PathConfig.parse(LabAddresses.path(side, link)), port));
    }
    return new MptcpStack(StackConfig.defaults(), paths, memory, this::nowNs, RandomSource.secure());
  }

  private FramePort faulty(final FramePort port, final PacketMemory memory, final int link, final FaultRates faults) {
    final FaultChance chance = new FaultChance(link + 7L);
    chances.add(chance);
    return new FaultInjector(port, memory, chance, faults, FaultRates.NONE);
  }

  private long nowNs() {
    return System.nanoTime() + skippedNs;
  }

  private FramePort open(final PortChoice choice, final PortRequest request) {
    final PortRings rings = nicThread ? new PortRings(request.pools()) : null;
    final FramePort device = LinuxPorts.open(choice, nicThread ? request.withMemory(rings.stock()) : request);
    counters.add(device.counters()); // kept: asking the port anew asks the kernel, too
    if (!nicThread) {
      return device;
    }
    final FramePort port = rings.attach(device);
    nic.add(rings);
    return port;
  }

  /** Turns both engines until as many octets have been received as {@code segments} more could carry. */
  private void run(final MptcpStack client, final MptcpStack server, final long segments) {
    final long until = received() + segments * ETHERNET_MTU_BYTES;
    int idleCycles = 0;
    while (received() < until) {
      for (int i = 0; i < 256; i++) {
        final int work = client.doWork() + nic.doWork() + server.doWork() + nic.doWork();
        idleCycles = work > 0 ? 0 : idleCycles + 1;
      }
      if (idleCycles >= IDLE_CYCLES && !outages) {
        idleCycles = 0;
        skippedNs += Math.max(0, Math.min(client.nextDeadlineNs(), server.nextDeadlineNs()) - nowNs());
      }
    }
  }

  private long received() {
    long bytes = 0;
    for (int i = 0; i < counters.size(); i++) {
      bytes += counters.get(i).get(Kind.RX_BYTES);
    }
    return bytes;
  }

  private long received(final int link) {
    return counters.get(link).get(Kind.RX_BYTES)
        + counters.get(links + link).get(Kind.RX_BYTES);
  }
}
