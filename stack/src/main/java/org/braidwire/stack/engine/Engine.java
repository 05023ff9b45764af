package org.braidwire.stack.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.scheduler.Schedulers;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.ConnectionContext;
import org.braidwire.stack.connection.ConnectionHost;
import org.braidwire.stack.connection.WindowBudget;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.IpInput;
import org.braidwire.stack.net.IpOutput;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.path.LocalPath;
import org.braidwire.stack.path.PathManager;
import org.braidwire.stack.subflow.IssGenerator;
import org.braidwire.stack.subflow.RxSlicePool;
import org.braidwire.stack.subflow.SegmentWriter;
import org.braidwire.stack.subflow.SentSegmentPool;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowContext;
import org.braidwire.stack.wire.MptcpCrypto;

/**
 * The duty cycle: frames in, timers, links, output, one flush. One thread owns an engine and everything in it;
 * time is read once a cycle. The simulation drives the same code.
 */
public final class Engine implements ConnectionHost {
  private static final int TIMERS_PER_CYCLE = 256;
  private static final int OUTPUT_ROUNDS = 3;

  /** Subflows that there is room for, on the average of as many connections as there may be. */
  private static final int SUBFLOWS_PER_CONNECTION = 4;

  /** As many in TIME-WAIT beside them, at some 150 octets each; they count for no connection. */
  public static final int TIME_WAITS_PER_CONNECTION = 4;

  /** Between two looks for subflows that keep memory which others wait for. */
  private static final long RELIEF_INTERVAL_NS = 10_000_000L;

  private final Clock clock;
  private final PacketMemory memory;
  private final Attachments links;
  private final List<LocalPath> paths;
  private final Timers timers = new Timers();
  private final Counters counters = new Counters();
  private final DropCounters drops;
  private final EngineConnections connections = new EngineConnections();
  private final TupleTable tuples;
  private final TimeWaits timeWaits;
  private final PortAllocator ports;
  private final IpInput ipInput;
  private final IpOutput ipOutput;
  private final EngineForwarder forwarder;
  private final ConnectionContext context;
  private final ListenArrival listenArrival;
  private final boolean[] linkWasUp = new boolean[Attachments.MAX_LINKS];
  private long nextReliefNs;
  private long nowNs;

  /**
   * @param links the ports with their addresses, made with {@code memory} and {@code drops}
   * @param paths own addresses in order of preference; the first opens connections
   * @param seat its place among the engines of this process, all of which have the same links and paths
   */
  public Engine(
      final EngineConfig config,
      final Attachments links,
      final List<LocalPath> paths,
      final PacketMemory memory,
      final DropCounters drops,
      final Clock clock,
      final RandomSource random,
      final EngineSeat seat) {
    this.clock = clock;
    this.memory = memory;
    this.links = links;
    this.paths = List.copyOf(paths);
    this.drops = drops;
    nowNs = clock.nanoTime();
    nextReliefNs = nowNs;
    final int maxTimeWaits = config.maxConnections() * TIME_WAITS_PER_CONNECTION;
    final int maxTuples = config.maxConnections() * SUBFLOWS_PER_CONNECTION + maxTimeWaits;
    final long secret = random.nextLong();
    tuples = new TupleTable(maxTuples, secret);
    ports = new PortAllocator(links, seat, tuples, random);
    forwarder = new EngineForwarder(seat, ports, memory, tuples, counters, maxTuples, secret);
    ipOutput = new IpOutput(links, memory, drops);
    final SubflowContext subflows = subflowContext(config, random);
    timeWaits = new TimeWaits(tuples, timers, counters, subflows.writer(), forwarder, maxTimeWaits);
    final TokenTable tokens = new TokenTable(seat);
    context = new ConnectionContext(
        subflows,
        new MptcpCrypto(),
        this,
        tokens,
        new PathManager(this.paths, ports, timers),
        Schedulers.byName(config.scheduler()),
        new WindowBudget(subflows.slices()),
        config.receiveBufferBytes(),
        config.sendBufferBytes(),
        config.checksum(),
        config.multipath());
    listenArrival = new ListenArrival(context, connections, config.maxConnections());
    final SegmentDemux demux = new SegmentDemux(
        links,
        tuples,
        timeWaits,
        tokens,
        counters,
        drops,
        listenArrival,
        new ClosedArrival(subflows.writer(), drops),
        forwarder);
    ipInput = new IpInput(links, memory, ipOutput, demux, drops);
    ipInput.arpListener(forwarder);
    ipOutput.onCycle(nowNs);
    announceLinks();
  }

  private SubflowContext subflowContext(final EngineConfig config, final RandomSource random) {
    final int slices = memory.frames().pieces();
    return new SubflowContext(
        memory,
        timers,
        counters,
        random,
        ipOutput,
        new SegmentWriter(ipOutput, counters, random.nextInt()),
        new SentSegmentPool(4 * slices, memory),
        new RxSlicePool(2 * slices, memory, counters),
        new IssGenerator(random),
        config.noDelay(),
        config.ackPerCycle(),
        SubflowContext.windowShiftFor(config.receiveBufferBytes()),
        config.congestionControl(),
        config.keepAlive());
  }

  private void announceLinks() {
    for (int i = 0; i < links.size(); i++) {
      linkWasUp[i] = links.get(i).port().linkUp();
      links.get(i).announce(nowNs);
    }
  }

  /** One duty cycle; returns how much was done, 0 when idle. */
  public int doWork() {
    nowNs = clock.nanoTime();
    ipOutput.onCycle(nowNs);
    int work = ipInput.poll(nowNs);
    forwarder.sendBursts();
    work += forwarder.poll(ipInput, links, nowNs);
    work += timers.poll(nowNs, TIMERS_PER_CYCLE);
    if (links.nextDeadlineNs() <= nowNs) {
      links.onTimer(nowNs);
      work++;
    }
    checkLinks();
    for (int round = 0; round < OUTPUT_ROUNDS && connections.hasDirty(); round++) {
      work += connections.outputDirty(nowNs);
    }
    connections.onCycleEnd();
    serveMemory();
    ipOutput.flush();
    forwarder.flush();
    return work;
  }

  /** Those that wait for chunks are told when there are more, and get what stuck subflows must give back. */
  private void serveMemory() {
    if (!connections.isMemoryAwaited()) {
      return;
    }
    connections.onMemory(memory.chunks().free());
    if (nowNs - nextReliefNs >= 0) {
      nextReliefNs = nowNs + RELIEF_INTERVAL_NS;
      connections.resetStuckSubflows(memory.chunks());
    }
  }

  private void checkLinks() {
    for (int i = 0; i < links.size(); i++) {
      final LinkAttachment link = links.get(i);
      final boolean up = link.port().linkUp();
      if (up != linkWasUp[i]) {
        linkWasUp[i] = up;
        if (up) {
          link.onUp(nowNs);
        }
        for (int c = 0; c < connections.count(); c++) {
          if (up) {
            connections.get(c).onLinkUp(link, nowNs);
          } else {
            connections.get(c).onLinkDown(link, nowNs);
          }
        }
      }
    }
  }

  /** When a cycle is needed although no frame arrives; {@link Timer#NEVER} if none is. */
  public long nextDeadlineNs() {
    if (connections.hasDirty() || forwarder.owesNotices()) {
      return nowNs;
    }
    final long reliefNs = connections.isMemoryAwaited() ? nextReliefNs : Timer.NEVER;
    return Math.min(reliefNs, Math.min(timers.nextDeadlineNs(), links.nextDeadlineNs()));
  }

  public void listen(final int port, final Acceptor acceptor) {
    listenArrival.listen(port, acceptor);
  }

  public void unlisten(final int port) {
    listenArrival.unlisten(port);
  }

  /** Opens {@code connection} over the first path whose link is up, else the first. */
  public void connect(
      final Connection connection, final long remoteHigh, final long remoteLow, final int remotePort) {
    final LocalPath path = firstUsablePath();
    final int port = ports.allocate(path.addressHigh(), path.addressLow(), remoteHigh, remoteLow, remotePort);
    if (port == 0 || tuples.isFull()) {
      throw new IllegalStateException("no free port, or the table of subflows is full");
    }
    connections.add(connection);
    nowNs = clock.nanoTime();
    connection
        .opener()
        .connect(
            path.link(),
            new Subflow.Tuple(
                path.addressHigh(), path.addressLow(), port, remoteHigh, remoteLow, remotePort),
            path.backup(),
            nowNs);
  }

  private LocalPath firstUsablePath() {
    for (final LocalPath path : paths) {
      if (path.link().port().linkUp() && !path.backup()) {
        return path;
      }
    }
    for (final LocalPath path : paths) {
      if (path.link().port().linkUp()) {
        return path;
      }
    }
    return paths.getFirst();
  }

  /** Resets what is open and gives every piece of memory back. The ports stay open. */
  public void close() {
    nowNs = clock.nanoTime();
    while (connections.count() > 0) {
      connections.get(connections.count() - 1).life().discard(nowNs);
    }
    ipOutput.flush();
    forwarder.close();
    for (int i = 0; i < links.size(); i++) {
      links.get(i).neighbours().dropPending();
    }
  }

  @Override
  public void scheduleOutput(final Connection connection) {
    connections.markDirty(connection);
  }

  @Override
  public void awaitCycleEnd(final Connection connection) {
    connections.awaitCycleEnd(connection);
  }

  @Override
  public void awaitMemory(final Connection connection) {
    connections.awaitMemory(connection, memory.chunks().free());
  }

  @Override
  public void register(final Subflow subflow) {
    tuples.put(subflow);
  }

  @Override
  public void unregister(final Subflow subflow) {
    tuples.remove(subflow);
    forwarder.onUnregistered(subflow);
  }

  @Override
  public void enterTimeWait(final Subflow subflow, final long nowNs) {
    timeWaits.takeOver(subflow, nowNs);
  }

  @Override
  public void onReleased(final Connection connection) {
    connections.remove(connection);
  }

  /** What new connections of this engine are made with. */
  public ConnectionContext context() {
    return context;
  }

  public int openConnections() {
    return connections.count();
  }

  public int openSubflows() {
    return tuples.count() - timeWaits.count();
  }

  /** Subflows in TIME-WAIT of connections that are over. */
  public int timeWaits() {
    return timeWaits.count();
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  /** Joins that arrive here and belong to other engines. */
  public int foreignJoins() {
    return forwarder.foreignJoins();
  }

  public long count(final Counter counter) {
    return counters.get(counter);
  }

  /** Adds what happened above the engine, on its thread. */
  public void count(final Counter counter, final long amount) {
    counters.add(counter, amount);
  }

  public DropCounters drops() {
    return drops;
  }

  /** What lets other processes read this engine's counters, in a file of {@code folder}; the caller drives and closes it. */
  public CountersPublisher publishIn(final Path folder) throws IOException {
    final CountersPublisher publisher = CountersPublisher.open(folder, links.size(), listenArrival);
    publisher.addGauge("CONNECTIONS_OPEN", connections::count);
    publisher.addGauge("SUBFLOWS_OPEN", this::openSubflows);
    publisher.addGauge("TIME_WAITS", timeWaits::count);
    publisher.addGauge("FRAMES_FREE", memory.frames()::free);
    publisher.addGauge("CHUNKS_FREE", memory.chunks()::free);
    publisher.addEngine(counters, drops);
    for (int i = 0; i < links.size(); i++) {
      publisher.addPort(links.get(i).port());
    }
    publisher.publish(nowNs);
    return publisher;
  }
}
