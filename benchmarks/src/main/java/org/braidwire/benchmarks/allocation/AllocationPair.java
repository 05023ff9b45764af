package org.braidwire.benchmarks.allocation;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.braidwire.benchmarks.ends.MemoryLink;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.nic.NicAgent;
import org.braidwire.io.nic.PortRings;
import org.braidwire.io.port.FaultInjector;
import org.braidwire.io.port.FaultRates;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.SubflowInfo;

/**
 * Two stacks on in-memory wires that send each other as much as they can, under a clock of their own, so that time-outs
 * and silent links cost no waiting. All of it is turned by whichever one thread calls, the agents of the ports, too.
 */
final class AllocationPair implements AutoCloseable {
  private static final int PORT = 5001;
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 256;
  private static final int SEGMENT_BYTES = 1400;

  private static final long STEP_NS = 20_000;
  private static final long IDLE_STEP_NS = 1_000_000;
  private static final long SILENT_EVERY_NS = 210_000_000;
  private static final long SILENT_FOR_NS = 60_000_000;
  private static final long SHUT_EVERY_NS = 500_000_000;
  private static final long SHUT_FOR_NS = 400_000_000;

  private final AllocationCase what;
  private final boolean nicAgents;
  private final List<MemoryWire> wires = new ArrayList<>();
  private final End client;
  private final End server;
  private long nowNs = 1_000_000_000_000L;
  private boolean shut;
  private long timesShut;
  private List<Long> metBefore = List.of();

  AllocationPair(final AllocationCase what, final boolean nicAgents) {
    this.what = what;
    this.nicAgents = nicAgents;
    for (int link = 0; link < what.links; link++) {
      wires.add(new MemoryWire("wire" + link));
    }
    client = new End(0);
    server = new End(1);
    server.stack.listen(PORT, () -> server.flood);
    client.stack.connect(0, MemoryLink.addressLow(0, 1), PORT, client.flood);
  }

  /** Turns both until the client's application has been given {@code segments} more segments' worth of octets. */
  void transfer(final long segments) {
    final long untilBytes = client.flood.receivedBytes + segments * SEGMENT_BYTES;
    while (client.flood.receivedBytes < untilBytes) {
      step();
    }
  }

  private void step() {
    if (what == AllocationCase.REINJECTED) {
      silenceInTurn();
    }
    if (what.shutsWindow()) {
      shut(nowNs % SHUT_EVERY_NS < SHUT_FOR_NS);
    }
    final int work = client.turn() + server.turn();
    nowNs += work > 0 ? STEP_NS : Math.clamp(nextNs() - nowNs, STEP_NS, IDLE_STEP_NS);
  }

  /** One link after the other, so that the one that carries more is met, too. */
  private void silenceInTurn() {
    final int turn = (int) (nowNs / SILENT_EVERY_NS % wires.size());
    for (int link = 0; link < wires.size(); link++) {
      wires.get(link).setSilentDrop(link == turn && nowNs % SILENT_EVERY_NS < SILENT_FOR_NS);
    }
  }

  private long nextNs() {
    return Math.min(client.stack.nextDeadlineNs(), server.stack.nextDeadlineNs());
  }

  private void shut(final boolean wanted) {
    if (shut && !wanted) {
      shut = false;
      timesShut += server.flood.connection.writableBytes() < MptcpConnection.MAX_CLAIM_BYTES ? 1 : 0;
      client.flood.connection.resumeReading();
    }
    shut = wanted;
  }

  /** From now on counts what {@link #check} asks about: a round is measured. */
  void beginRound() {
    metBefore = met();
  }

  /** Fails unless the segments since {@link #beginRound} met what they were to meet, each kind of it. */
  void check() {
    final Map<String, Long> counters = counters();
    final List<Long> metNow = met();
    for (int i = 0; i < metNow.size(); i++) {
      if (metNow.get(i) <= metBefore.get(i)) {
        throw new BenchException(
            what.title + ": nothing of the kind happened in the measured round: " + counters);
      }
    }
    if (client.flood.connection.info().multipath() != what.isMultipath()) {
      throw new BenchException(what.title + ": it was the other protocol");
    }
    if (isUndisturbed() && counters.get("SEGMENTS_RETRANSMITTED") > 0) {
      throw new BenchException(what.title + ": segments were lost: " + counters);
    }
    if (counters.get("JOINS_SENT") > what.links - 1L) {
      throw new BenchException(what.title + ": a subflow was given up, and the new one was allocated");
    }
  }

  /** How often, or in how many octets, each of the things has happened that make the case, since the start. */
  private List<Long> met() {
    return switch (what) {
      case PLAIN_TCP, IN_ORDER -> List.of(client.flood.receivedBytes);
      case TWO_SUBFLOWS ->
        client.flood.connection.info().subflows().stream()
            .map(SubflowInfo::receivedBytes)
            .toList();
      case LOST, PLAIN_TCP_LOST -> withSacks(List.of(counters().get("SEGMENTS_RETRANSMITTED")));
      case REORDERED ->
        withSacks(client.ports.stream()
            .map(port -> ((FaultInjector) port).receiveFaults().held())
            .toList());
      case REINJECTED -> List.of(server.flood.connection.info().reinjectedTimeoutBytes());
      case ZERO_WINDOW, PLAIN_TCP_ZERO_WINDOW -> List.of(timesShut);
    };
  }

  /** The same, and how often either end has sent SACK blocks, and how often it has learnt from such. */
  private List<Long> withSacks(final List<Long> met) {
    final List<Long> all = new ArrayList<>(met);
    for (final End end : List.of(client, server)) {
      all.add(end.stack.counters().get("SACKS_SENT"));
      all.add(end.stack.counters().get("SACKS_USED"));
    }
    return all;
  }

  private boolean isUndisturbed() {
    return what == AllocationCase.PLAIN_TCP || what == AllocationCase.IN_ORDER;
  }

  private Map<String, Long> counters() {
    final Map<String, Long> counters = client.stack.counters();
    server.stack.counters().forEach((name, value) -> counters.merge(name, value, Long::sum));
    return counters;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  /** A stack with its memory, its ports and, perhaps, the agent that drives them. */
  private final class End implements AutoCloseable {
    private final PacketMemory memory = PacketMemory.allocate(FRAMES, CHUNKS);
    private final NicAgent nic = new NicAgent("nic", () -> nowNs);
    private final List<FramePort> ports = new ArrayList<>();
    private final Flood flood = new Flood();
    private final MptcpStack stack;

    End(final int end) {
      final List<MptcpStack.Path> paths = new ArrayList<>();
      for (int link = 0; link < wires.size(); link++) {
        final FramePort port = open(link, end);
        ports.add(
            what.faults().equals(FaultRates.NONE)
                ? port
                : new FaultInjector(
                    port, memory, new Random(link + 7L), what.faults(), FaultRates.NONE));
        paths.add(MemoryLink.path(link, end, ports.getLast()));
      }
      stack = new MptcpStack(what.config(), paths, memory, () -> nowNs, new Random(end)::nextLong);
    }

    private FramePort open(final int link, final int end) {
      final long mac = MemoryLink.macAddress(link, end);
      if (!nicAgents) {
        return wires.get(link).open(end, memory, mac);
      }
      final PortRings rings = new PortRings(memory);
      final FramePort port = rings.attach(wires.get(link).open(end, rings.stock(), mac));
      nic.add(rings);
      return port;
    }

    int turn() {
      return nic.doWork() + stack.doWork();
    }

    @Override
    public void close() {
      stack.close();
      nic.onClose();
      ports.forEach(FramePort::close);
      memory.close();
    }
  }

  /** Sends as much as is taken, and consumes what comes unless reading is stopped. */
  private final class Flood implements ConnectionHandler {
    private MptcpConnection connection;
    private long receivedBytes;

    @Override
    public void onEstablished(final MptcpConnection opened) {
      connection = opened;
      onWritable(opened);
    }

    @Override
    public void onWritable(final MptcpConnection writable) {
      while (writable.tryClaim(MptcpConnection.MAX_CLAIM_BYTES) >= 0) {
        writable.commit(MptcpConnection.MAX_CLAIM_BYTES);
      }
    }

    @Override
    public int onData(
        final MptcpConnection from, final MemorySegment segment, final long offset, final int length) {
      if (shut && this == client.flood) {
        return 0;
      }
      receivedBytes += length;
      return length;
    }
  }
}
