package org.braidwire.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.braidwire.io.LinuxPorts;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.io.linux.NetNamespace;
import org.braidwire.io.netlink.LinkEvents;
import org.braidwire.io.netlink.NetlinkMonitor;
import org.braidwire.io.port.Claim;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PcapngFile;
import org.braidwire.io.port.PcapngTap;
import org.braidwire.io.port.PortCapabilities;
import org.braidwire.io.port.PortCounters;
import org.braidwire.io.port.PortRequest;
import org.braidwire.io.reopen.ReopeningPort;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;
import org.braidwire.stack.api.MptcpStack;
import org.braidwire.stack.api.PathConfig;
import org.braidwire.stack.api.StackConfig;
import org.braidwire.stack.base.Clock;
import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.wire.IpAddress;

/**
 * A Braidwire stack in a laboratory: one path per link on the bare side, driven by a thread of its own
 * inside that namespace.
 *
 * <p>The stack belongs to that thread; any other asks through {@link #call}. {@link #close} fails when a piece of
 * memory was not given back or when the thread died of an exception.
 */
public final class WireStack implements AutoCloseable {
  private static final int FRAMES = 16 * 1024;
  private static final int CHUNKS = 1024;
  private static final int SPINS = 200;
  private static final long PARK_NS = 20_000;
  private static final long PATIENCE_SECONDS = 20;

  private final Laboratory laboratory;
  private final StackConfig config;
  private final PcapngFile capture;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final List<WirePeer> peers = new ArrayList<>();
  private final List<FramePort> ports = new ArrayList<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile Throwable failure;
  private MptcpStack stack;
  private PacketMemory memory;
  private int leaked;

  private WireStack(final Laboratory laboratory, final StackConfig config, final PcapngFile capture) {
    this.laboratory = laboratory;
    this.config = config;
    this.capture = capture;
    thread = NetNamespace.start(laboratory.namespace(LabSide.WIRE), "wire-stack", this::run);
  }

  /** Starts a stack with a path on each link of {@code laboratory}, whose addresses are {@link LabAddresses}'. */
  public static WireStack open(final Laboratory laboratory, final StackConfig config) {
    return open(laboratory, config, null);
  }

  /** The same, writing what passes its ports to {@code capture}; null for no capture. */
  public static WireStack open(final Laboratory laboratory, final StackConfig config, final PcapngFile capture) {
    final WireStack opened = new WireStack(laboratory, config, capture);
    try {
      await(opened.ready);
    } catch (final RuntimeException failure) {
      opened.stopping = true;
      throw failure;
    }
    return opened;
  }

  /** Runs {@code work} on the stack's thread between two cycles and waits for what it gives. */
  public <T> T call(final Function<MptcpStack, T> work) {
    final CompletableFuture<T> result = new CompletableFuture<>();
    commands.add(() -> {
      try {
        result.complete(work.apply(stack));
      } catch (final RuntimeException | Error thrown) {
        result.completeExceptionally(thrown);
      }
    });
    LockSupport.unpark(thread);
    if (failure != null) {
      throw new LaboratoryException("the stack's thread died", failure);
    }
    return await(result);
  }

  /** Listens on {@code port} for one connection after another; the peer given is the next one's application. */
  public WirePeer listen(final int port, final StreamSource source, final StreamSink sink) {
    final WirePeer peer = new WirePeer(this, source, sink);
    listen(port, () -> peer);
    call(ignored -> peers.add(peer));
    return peer;
  }

  public void listen(final int port, final Supplier<ConnectionHandler> handlers) {
    call(running -> {
      running.unlisten(port);
      running.listen(port, handlers);
      return null;
    });
  }

  /** Connects to {@code port} of the kernel's address on {@code link}; returns at once. */
  public WirePeer connect(final int link, final int port, final StreamSource source, final StreamSink sink) {
    final WirePeer peer = new WirePeer(this, source, sink);
    call(running -> {
      final MptcpConnection connection =
          running.connect(0, IpAddress.parseLow(LabAddresses.kernel(link)), port, peer);
      peer.connection(connection);
      return peers.add(peer);
    });
    return peer;
  }

  /** Every counter of the stack, now. */
  public Map<String, Long> counters() {
    return call(MptcpStack::counters);
  }

  /** A counter of the stack, now. */
  public long count(final String name) {
    return counters().get(name);
  }

  /** What the port on {@code link} says of itself and of what it chose. */
  public String description(final int link) {
    return call(ignored -> ports.get(link).description());
  }

  /** What the port on {@code link} can do. */
  public PortCapabilities capabilities(final int link) {
    return call(ignored -> ports.get(link).capabilities());
  }

  /** A counter of the port on {@code link}, now. */
  public long portCount(final int link, final PortCounters.Kind kind) {
    return call(ignored -> ports.get(link).counters().get(kind));
  }

  /** What the ports said of their interfaces so far, a line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void run() {
    try (NetlinkMonitor monitor = NetlinkMonitor.open()) {
      memory = PacketMemory.allocate(FRAMES, CHUNKS);
      final List<MptcpStack.Path> paths = new ArrayList<>();
      for (int link = 0; link < laboratory.plan().links(); link++) {
        paths.add(path(link, monitor));
      }
      stack = new MptcpStack(config, paths, memory, Clock.system(), RandomSource.secure());
      ready.complete(null);
      work(monitor);
    } catch (final RuntimeException | Error thrown) {
      failure = thrown;
      ready.completeExceptionally(thrown);
    } finally {
      release();
    }
  }

  private MptcpStack.Path path(final int link, final NetlinkMonitor monitor) {
    final LabPlan plan = laboratory.plan();
    final PathConfig config = config(link);
    final List<Claim> claims = IntStream.range(0, plan.links())
        .mapToObj(each -> config(each).claim())
        .toList();
    final FramePort port = ReopeningPort.open(
        PortRequest.onEngineThread(config.interfaceName(), claims, memory),
        request -> LinuxPorts.open(plan.ports(), request),
        laboratory.namespace(LabSide.WIRE),
        warnings::add);
    monitor.listen((LinkEvents) port);
    final FramePort seen = capture == null ? port : new PcapngTap(port, capture, WireStack::wallClockNs);
    ports.add(seen);
    return new MptcpStack.Path(config, seen, config.isShared() ? monitor.neighbours(config.interfaceName()) : null);
  }

  private PathConfig config(final int link) {
    final String path = LabAddresses.path(LabSide.WIRE, link);
    return PathConfig.parse(
        laboratory.plan().host().sharesAddresses() ? path + ",ports=" + LabHost.SHARED_PORTS : path);
  }

  private void work(final NetlinkMonitor monitor) {
    int idle = 0;
    while (!stopping) {
      int done = monitor.poll();
      for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
        command.run();
        done++;
      }
      for (int i = 0; i < peers.size(); i++) {
        done += peers.get(i).turn();
      }
      done += stack.doWork();
      idle = done > 0 ? 0 : idle + 1;
      if (idle > SPINS) {
        LockSupport.parkNanos(PARK_NS);
      } else if (idle > 0) {
        Thread.onSpinWait();
      }
    }
  }

  private void release() {
    if (stack != null) {
      stack.close();
    }
    ports.forEach(FramePort::close);
    if (memory != null) {
      leaked = memory.leased();
      memory.close();
    }
  }

  /** Stops the stack; what is still open is reset. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
        throw new LaboratoryException("the stack's thread does not end");
      }
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LaboratoryException("interrupted while closing a stack", interrupted);
    }
    if (failure != null) {
      throw new LaboratoryException("the stack's thread died", failure);
    }
    if (leaked != 0) {
      throw new LaboratoryException(leaked + " pieces of the stack's memory were not given back");
    }
  }

  private static long wallClockNs() {
    final Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  private static <T> T await(final CompletableFuture<T> result) {
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LaboratoryException("interrupted while waiting for a stack", interrupted);
    } catch (final TimeoutException late) {
      throw new LaboratoryException("the stack's thread does not answer", late);
    } catch (final ExecutionException failed) {
      throw new LaboratoryException("failed on the stack's thread", failed.getCause());
    }
  }
}
