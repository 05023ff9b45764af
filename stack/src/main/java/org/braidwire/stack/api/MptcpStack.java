package org.braidwire.stack.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.HostNeighbours;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.DropCounters;
import org.braidwire.stack.base.DropReason;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.engine.CountersPublisher;
import org.braidwire.stack.engine.Engine;
import org.braidwire.stack.engine.EngineConfig;
import org.braidwire.stack.engine.EngineSeat;
import org.braidwire.stack.net.Attachments;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.path.LocalPath;

/**
 * One engine with its paths, driven by whoever calls {@link #doWork()}: a thread of {@link Braidwire}, an
 * application's own loop, or the simulation. One thread owns it and everything made by it.
 */
public final class MptcpStack implements AutoCloseable {

  /**
   * One path. Two paths may share a port.
   *
   * @param config its configuration
   * @param port of its link
   * @param neighbours who is where on the link as the host knows it, for a path that shares the host's address; else null
   */
  public record Path(PathConfig config, FramePort port, HostNeighbours neighbours) {
    /** For an address that is ours alone. */
    public Path(final PathConfig config, final FramePort port) {
      this(config, port, null);
    }
  }

  private final Engine engine;
  private final Attachments links = new Attachments();
  private final PeerCheck peers;

  /**
   * @param memory the pools of this engine; its ports were opened on the same
   */
  public MptcpStack(
      final StackConfig config,
      final List<Path> paths,
      final PacketMemory memory,
      final Clock clock,
      final RandomSource random) {
    this(config, paths, memory, clock, random, EngineSeat.alone());
  }

  /**
   * The same for an engine beside others, all of which have the same paths in the same order.
   *
   * @param seat its place among them
   */
  public MptcpStack(
      final StackConfig config,
      final List<Path> paths,
      final PacketMemory memory,
      final Clock clock,
      final RandomSource random,
      final EngineSeat seat) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a stack needs at least one path");
    }
    config.checkNames();
    peers = new PeerCheck(paths);
    final DropCounters drops = new DropCounters();
    final List<LocalPath> localPaths = new ArrayList<>();
    for (final Path path : paths) {
      final LinkAttachment link = attach(links, path, memory, drops);
      final PathConfig own = path.config();
      localPaths.add(new LocalPath(link, own.addressHigh(), own.addressLow(), own.backup()));
    }
    engine = new Engine(engineConfig(config), links, localPaths, memory, drops, clock, random, seat);
  }

  @SuppressWarnings("ReferenceEquality") // the same port, not one like it
  private static LinkAttachment attach(
      final Attachments links, final Path path, final PacketMemory memory, final DropCounters drops) {
    LinkAttachment link = null;
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).port().equals(path.port())) {
        link = links.get(i);
      }
    }
    if (link == null) {
      link = new LinkAttachment(links.size(), path.port(), memory, drops);
      links.add(link);
    }
    final PathConfig own = path.config();
    if (own.isShared()) {
      link.shareAddress(own.addressHigh(), own.addressLow(), own.prefixLength(), own.firstPort(), own.lastPort());
    } else {
      link.addAddress(own.addressHigh(), own.addressLow(), own.prefixLength());
    }
    if (path.neighbours() != null) {
      link.learnFrom(path.neighbours());
    }
    if (own.hasGateway()) {
      link.setGateway(own.gatewayHigh(), own.gatewayLow());
    }
    return link;
  }

  private static EngineConfig engineConfig(final StackConfig config) {
    return new EngineConfig(
        config.receiveBufferBytes(),
        config.sendBufferBytes(),
        config.checksum(),
        config.multipath(),
        config.noDelay(),
        config.ackPerCycle(),
        config.scheduler(),
        config.congestionControl(),
        config.keepAlive(),
        config.maxConnections());
  }

  /**
   * Accepts connections on {@code port} of every own address; each gets a handler of its own.
   *
   * @throws BraidwireException when every address is shared with the host and the port is of none of our ranges
   */
  public void listen(final int port, final Supplier<ConnectionHandler> handlers) {
    if (!links.claims(port)) {
      throw new BraidwireException("port " + port + " is the host's: no path has it among its ports");
    }
    engine.listen(port, context -> new ConnectionAdapter(context, handlers.get(), false).connection());
  }

  /** Stops accepting on {@code port}; open connections go on. */
  public void unlisten(final int port) {
    engine.unlisten(port);
  }

  /**
   * Opens a connection over the first path; further paths join when it is established.
   *
   * @param remoteHigh upper half of the IPv6-wide address
   * @param remoteLow lower half
   * @throws IllegalArgumentException if no path leads there, or no other host can have that address
   */
  public MptcpConnection connect(
      final long remoteHigh, final long remoteLow, final int remotePort, final ConnectionHandler handler) {
    peers.check(remoteHigh, remoteLow);
    final ConnectionAdapter adapter = new ConnectionAdapter(engine.context(), handler, true);
    engine.connect(adapter.connection(), remoteHigh, remoteLow, remotePort);
    return adapter;
  }

  /** One duty cycle; returns how much was done, 0 when idle. */
  public int doWork() {
    return engine.doWork();
  }

  /** When a cycle is needed although no frame arrives: a clock time, or {@code Long.MAX_VALUE}. */
  public long nextDeadlineNs() {
    return engine.nextDeadlineNs();
  }

  /** Connections that exist now, those that are only being put away included. */
  public int openConnections() {
    return engine.openConnections();
  }

  /** What is left of connections that are over: their subflows in TIME_WAIT. */
  public int timeWaits() {
    return engine.timeWaits();
  }

  /** Joins that arrive at this engine and are forwarded to others, which own them. */
  public int foreignJoins() {
    return engine.foreignJoins();
  }

  /** Adds what happened on the way to and from other threads. */
  void count(final Counter counter, final long amount) {
    engine.count(counter, amount);
  }

  /** Every counter by name: MPTCP events, copies, drops by reason. A snapshot; allocates. */
  public Map<String, Long> counters() {
    final Map<String, Long> values = new LinkedHashMap<>();
    for (final Counter counter : Counter.values()) {
      values.put(counter.name(), engine.count(counter));
    }
    for (final DropReason reason : DropReason.values()) {
      values.put("DROP_" + reason.name(), engine.drops().get(reason));
    }
    return values;
  }

  /**
   * Lets other processes read the counters, in a file of {@code folder}; the caller drives and closes it.
   *
   * @throws IOException if the folder takes no such file
   */
  CountersPublisher publishIn(final java.nio.file.Path folder) throws IOException {
    return engine.publishIn(folder);
  }

  /** The time that the last cycle ran at. */
  long nowNs() {
    return engine.nowNs();
  }

  /** Resets what is open and gives back every frame; ports stay open and belong to the caller. */
  @Override
  public void close() {
    engine.close();
  }
}
