package org.braidwire.lab.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.braidwire.io.LinuxPorts;
import org.braidwire.io.PortChoice;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
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
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.wire.IpAddress;
import org.braidwire.testing.Requirement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two engines on one thread over real links: a million segments in each case, and nothing allocated. */
class AfPacketAllocationTest {
  private static final int PORT = 5001;
  private static final int LINKS = 2;
  private static final int FRAMES = 16 * 1024;
  private static final int CHUNKS = 512;
  private static final PortChoice SINGLE = PortChoice.auto().withOffloads(false);
  private static final PortChoice SUPER = PortChoice.auto();
  private static final int ETHERNET_MTU_BYTES = 1514;
  private static final long WARM_UP_SEGMENTS = 200_000;
  private static final long MEASURED_SEGMENTS = 1_000_000;

  /** Rare paths are warm when they have been compiled; what is allocated a segment shows in every round. */
  private static final int ROUNDS = 3;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final FaultRates LOSS = new FaultRates(0.01, 0, 0, 0, 1);
  private static final FaultRates REORDER = new FaultRates(0, 0, 0, 0.01, 4);
  private static final long OUTAGE_NS = 60_000_000;
  private static final long BETWEEN_OUTAGES_NS = 150_000_000;

  /** Whether a link fails now and then. */
  private enum Outages {
    QUIET,
    WITH_OUTAGES
  }

  private final Map<String, Long> sum = new HashMap<>();
  private long reinjectedBytes;
  private volatile boolean measured;
  private final List<FramePort> ports = new ArrayList<>();
  private final List<PortCounters> counters = new ArrayList<>();

  @BeforeAll
  static void requireNamespaces() {
    Requirement.ROOT.require();
    Requirement.NETNS.require();
  }

  @Test
  void onTwoSubflowsInterleaved() throws Exception {
    measure(SINGLE, FaultRates.NONE, Outages.QUIET);
    assertThat(received(0)).isPositive();
    assertThat(received(1)).isPositive();
  }

  @Test
  void withOneInAHundredLost() throws Exception {
    measure(SINGLE, LOSS, Outages.QUIET);
    assertThat(sum.get("SEGMENTS_RETRANSMITTED")).isPositive();
  }

  @Test
  void withSuperSegments() throws Exception {
    measure(SUPER, FaultRates.NONE, Outages.QUIET);
    assertThat(counters).anyMatch(port -> port.get(Kind.RX_SUPER_SEGMENTS) > 0);
  }

  @Test
  void withOneSuperSegmentInAHundredLost() throws Exception {
    measure(SUPER, LOSS, Outages.QUIET);
    assertThat(sum.get("SEGMENTS_RETRANSMITTED")).isPositive();
  }

  @Test
  void withOneInAHundredReordered() throws Exception {
    measure(SINGLE, REORDER, Outages.QUIET);
  }

  @Test
  void whileReinjecting() throws Exception {
    Requirement.TC.require();
    measure(SINGLE, FaultRates.NONE, Outages.WITH_OUTAGES);
    assertThat(reinjectedBytes).isPositive();
  }

  private void measure(final PortChoice choice, final FaultRates faults, final Outages kind) throws Exception {
    try (Laboratory laboratory =
            Laboratory.open(LabPlan.links(LINKS).withTwoWires().withPorts(choice));
        PacketMemory serverMemory = PacketMemory.allocate(FRAMES, CHUNKS);
        PacketMemory clientMemory = PacketMemory.allocate(FRAMES, CHUNKS)) {
      final MptcpStack server = stack(laboratory, LabSide.WIRE, serverMemory, faults);
      final MptcpStack client = stack(laboratory, LabSide.KERNEL, clientMemory, faults);
      server.listen(PORT, Flood::new);
      final MptcpConnection connection =
          client.connect(0, IpAddress.parseLow(LabAddresses.wire(0)), PORT, new Flood());
      final Thread outages = kind == Outages.WITH_OUTAGES ? startOutages(laboratory) : null;
      try {
        assertThat(allocatedBytes(client, server)).isZero();
      } finally {
        stopOutages(outages);
      }
      assertThat(client.counters().get("JOINS_ESTABLISHED")).isEqualTo(1);
      reinjectedBytes = connection.info().reinjectedTimeoutBytes();
      sum.putAll(client.counters());
      server.counters().forEach((name, value) -> sum.merge(name, value, Long::sum));
      client.close();
      server.close();
      ports.forEach(FramePort::close);
      assertThat(serverMemory.leased() + clientMemory.leased()).isZero();
    }
  }

  private long allocatedBytes(final MptcpStack client, final MptcpStack server) {
    run(client, server, WARM_UP_SEGMENTS);
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && allocated != 0; round++) {
      final long before = THREADS.getCurrentThreadAllocatedBytes();
      run(client, server, MEASURED_SEGMENTS);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    return allocated;
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

  private void stopOutages(final Thread outages) throws InterruptedException {
    measured = true;
    if (outages != null) {
      outages.join();
    }
  }

  private MptcpStack stack(
      final Laboratory laboratory, final LabSide side, final PacketMemory memory, final FaultRates faults)
      throws Exception {
    final List<MptcpStack.Path> paths = new ArrayList<>();
    for (int link = 0; link < LINKS; link++) {
      final String device = laboratory.device(side, link);
      final FramePort bare = NetNamespace.call(
          laboratory.namespace(side),
          () -> LinuxPorts.open(
              laboratory.plan().ports(),
              PortRequest.onEngineThread(device, LabAddresses.claims(side, LINKS), memory)));
      final FramePort port = faults.equals(FaultRates.NONE)
          ? bare
          : new FaultInjector(bare, memory, new Random(link + 7L), faults, FaultRates.NONE);
      ports.add(port);
      counters.add(bare.counters()); // kept: asking the port anew asks the kernel, too
      final String address = side == LabSide.WIRE ? LabAddresses.wire(link) : LabAddresses.kernel(link);
      paths.add(new MptcpStack.Path(
          PathConfig.parse(device + "=" + address + "/" + LabAddresses.PREFIX_LENGTH), port));
    }
    return new MptcpStack(StackConfig.defaults(), paths, memory, Clock.system(), RandomSource.secure());
  }

  /** Turns both engines until as many octets have been received as {@code segments} more could carry. */
  private void run(final MptcpStack client, final MptcpStack server, final long segments) {
    final long until = received() + segments * ETHERNET_MTU_BYTES;
    while (received() < until) {
      for (int i = 0; i < 256; i++) {
        client.doWork();
        server.doWork();
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
        + counters.get(LINKS + link).get(Kind.RX_BYTES);
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
