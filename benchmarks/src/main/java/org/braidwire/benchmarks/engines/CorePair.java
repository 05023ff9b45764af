package org.braidwire.benchmarks.engines;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.braidwire.benchmarks.ends.Deadline;
import org.braidwire.benchmarks.ends.EndPair;
import org.braidwire.benchmarks.ends.MemoryLink;
import org.braidwire.benchmarks.loop.LoopProtocol;
import org.braidwire.benchmarks.loop.StackLoop;
import org.braidwire.benchmarks.report.BenchException;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.memory.MemoryWire;
import org.braidwire.io.memory.WireBundle;
import org.braidwire.io.port.FramePort;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.engine.EngineMesh;
import org.braidwire.stack.engine.EngineSeat;

/**
 * The loops of two cores, with a client and an engine each, and the wires between them. Each client has two links of
 * its own, and each engine a wire on every link of both clients, as an interface has a queue, or a socket of each
 * process: so all cases poll as many ports on as much memory, and engines that share links have a lane to each other
 * and nothing more. Opened and closed by one thread, at work on the two of a pair.
 */
final class CorePair implements AutoCloseable {
  private static final int CORES = 2;
  private static final int FRAMES = 4096;
  private static final int CHUNKS = 128;
  private static final double MILLION = 1e6;
  private static final int PERCENT = 100;

  private final Sharing sharing;
  private final List<PacketMemory> clientMemories = new ArrayList<>();
  private final List<PacketMemory> engineMemories = PacketMemory.allocate(CORES, FRAMES, CHUNKS);
  private final List<List<MptcpStack.Path>> clientPaths = new ArrayList<>();
  private final List<List<MptcpStack.Path>> enginePaths = new ArrayList<>();
  private final List<FlowSteering> steering = new ArrayList<>();
  private final List<CoreLoop> cores = new ArrayList<>();

  /**
   * What a slice of time yielded.
   *
   * @param segmentsPerSecond full segments' worth that the applications received
   * @param forwardedShare frames forwarded by full segment
   */
  record Slice(double segmentsPerSecond, double forwardedShare) {
    double gbitPerSecond() {
      return segmentsPerSecond * StackLoop.PAYLOAD_BYTES * Byte.SIZE / (1000 * MILLION);
    }

    /** How long a core works for a segment. */
    double coreNsPerSegment() {
      return CORES * 1000 * MILLION / segmentsPerSecond;
    }
  }

  /** Opens all connections and their subflows. */
  CorePair(final Sharing sharing) {
    this.sharing = sharing;
    for (int core = 0; core < CORES; core++) {
      clientMemories.add(PacketMemory.allocate(FRAMES, CHUNKS));
      clientPaths.add(new ArrayList<>());
      enginePaths.add(new ArrayList<>());
    }
    for (int client = 0; client < CORES; client++) {
      for (int subflow = 0; subflow < CoreLoop.SUBFLOWS; subflow++) {
        connect(client, subflow);
      }
    }
    final EngineMesh mesh = new EngineMesh(CORES);
    for (int core = 0; core < CORES; core++) {
      cores.add(new CoreLoop(
          core,
          link(core, 0),
          clientPaths.get(core),
          clientMemories.get(core),
          enginePaths.get(core),
          engineMemories.get(core),
          sharing.meshed ? mesh.seat(core) : EngineSeat.alone()));
    }
    open();
  }

  private static int link(final int client, final int subflow) {
    return client * CoreLoop.SUBFLOWS + subflow;
  }

  /** Lays the wires of one link. Joins come by the second one, and only there some miss. */
  private void connect(final int client, final int subflow) {
    final int link = link(client, subflow);
    final List<FramePort> ends = new ArrayList<>();
    for (int engine = 0; engine < CORES; engine++) {
      final MemoryWire wire = new MemoryWire(
          "link" + link + "queue" + engine,
          LoopProtocol.MPTCP_TWO_SUBFLOWS.mtuBytes(),
          MemoryWire.DEFAULT_RING_FRAMES);
      ends.add(wire.open(0, clientMemories.get(client), MemoryLink.macAddress(link, 0)));
      enginePaths
          .get(engine)
          .add(MemoryLink.path(
              link, 1, wire.open(1, engineMemories.get(engine), MemoryLink.macAddress(link, 1))));
    }
    steering.add(new FlowSteering(client, subflow == 0 ? 0 : sharing.missEvery));
    clientPaths.get(client).add(MemoryLink.path(link, 0, new WireBundle(ends, steering.getLast())));
  }

  private void open() {
    cores.forEach(CoreLoop::connect);
    Deadline.await("the connections and their joins", () -> {
      cores.forEach(CoreLoop::turn);
      return cores.stream().allMatch(CoreLoop::isOpen);
    });
  }

  /** Works on both threads at once; fails where that was not what a figure may stand for. */
  Slice run(final EndPair threads, final long rampNs, final long measureNs) {
    final long segmentsBefore = segments();
    final long forwardedBefore = count("FRAMES_FORWARDED");
    final CommonSlice slice = new CommonSlice(rampNs, measureNs);
    final double bytesPerSecond =
        threads.both(() -> slice.work(cores.getFirst()), () -> slice.work(cores.getLast())).stream()
            .mapToDouble(rate -> rate)
            .sum();
    check();
    return new Slice(
        bytesPerSecond / StackLoop.PAYLOAD_BYTES,
        (double) (count("FRAMES_FORWARDED") - forwardedBefore) / (segments() - segmentsBefore));
  }

  private void check() {
    for (final CoreLoop core : cores) {
      if (core.receivedBytes() != core.sentBytes()) {
        throw new BenchException(core.receivedBytes() + " octets received of " + core.sentBytes() + " sent");
      }
    }
    final long forwarded = count("FRAMES_FORWARDED");
    if (forwarded != count("FORWARDED_ARRIVALS") || count("FORWARDS_DROPPED") != 0 || count("FALLBACKS") != 0) {
      throw new BenchException("such a run of engines is no figure: " + used());
    }
    // Answers to ARP, a few a minute, are told to the other engine, too.
    if (forwarded < missed() || forwarded > missed() + others() || sharing.missEvery > 0 != missed() > 0) {
      throw new BenchException(forwarded + " frames forwarded, and " + missed() + " reached the wrong engine");
    }
  }

  /** Since it was opened. */
  long segments() {
    return cores.stream().mapToLong(CoreLoop::receivedBytes).sum() / StackLoop.PAYLOAD_BYTES;
  }

  /** Frames of connections that the steering gave to the wrong engine. */
  long missed() {
    return steering.stream().mapToLong(FlowSteering::missed).sum();
  }

  private long others() {
    return steering.stream().mapToLong(FlowSteering::others).sum();
  }

  /** Joins that arrive at an engine which does not own their connection. */
  int foreignJoins() {
    return cores.stream().mapToInt(core -> core.engine().foreignJoins()).sum();
  }

  /** A counter of both engines. */
  long count(final String name) {
    return cores.stream()
        .mapToLong(core -> core.engine().counters().get(name))
        .sum();
  }

  /** What was really used, by counters. */
  Map<String, String> used() {
    final long retransmitted = cores.stream()
        .mapToLong(core -> core.client().counters().get("SEGMENTS_RETRANSMITTED"))
        .sum();
    final double waiting =
        cores.stream().mapToDouble(CoreLoop::shareWithoutRoom).average().orElseThrow();
    final Map<String, String> used = new LinkedHashMap<>();
    used.put("segments", Long.toString(segments()));
    used.put("joins", Long.toString(count("JOINS_ESTABLISHED")));
    used.put("joins on the wrong engine", Integer.toString(foreignJoins()));
    used.put("frames forwarded", Long.toString(count("FRAMES_FORWARDED")));
    used.put("forwarded frames lost", Long.toString(count("FORWARDS_DROPPED")));
    used.put("turns that waited", String.format(Locale.ROOT, "%.2f %%", waiting * PERCENT));
    used.put("retransmissions", Long.toString(retransmitted));
    used.put("fall-backs", Long.toString(count("FALLBACKS")));
    return used;
  }

  @Override
  public void close() {
    cores.forEach(CoreLoop::close);
    clientPaths.forEach(CorePair::closePorts);
    enginePaths.forEach(CorePair::closePorts);
    clientMemories.forEach(PacketMemory::close);
    engineMemories.forEach(PacketMemory::close);
  }

  private static void closePorts(final List<MptcpStack.Path> paths) {
    paths.forEach(path -> path.port().close());
  }
}
