package org.braidwire.stack.api;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCounters;
import org.braidwire.stack.wire.IpAddress;

/**
 * A running stack: its ports, its memory, and the engines with their threads. Every method may be called from any
 * thread.
 *
 * <p>An application either lives on the engines' threads, with a {@link ConnectionHandler}, or on its own threads: with
 * a {@link StreamConnection} for each, or with one {@link Readiness} for many {@link NonBlockingConnection}s. A
 * connection stays on its engine for life; with several engines its handler is called on that engine's thread alone. An
 * engine that fails closes everything; the next call says why. A call that an engine does not answer for half a minute,
 * because a handler holds its thread, fails with a {@link BraidwireException} that shows where the thread is.
 */
public final class Braidwire implements AutoCloseable {
  private static final int MAX_PORT = 65_535;

  private final List<RunningEngine> engines;
  private final AtomicInteger connects = new AtomicInteger();

  Braidwire(final List<RunningEngine> prepared) {
    engines = List.copyOf(prepared);
    for (final RunningEngine one : engines) {
      one.agent().onEnd(() -> engines.forEach(other -> other.agent().stop()));
    }
  }

  public static BraidwireBuilder builder() {
    return new BraidwireBuilder();
  }

  /** Starts the threads, each engine's on as many of {@code cores} as it has threads, or on any where there are none. */
  void start(final List<Integer> cores) {
    final int each = cores.size() / engines.size();
    for (int i = 0; i < engines.size(); i++) {
      engines.get(i).start(cores.subList(i * each, (i + 1) * each));
    }
  }

  /**
   * Accepts connections on {@code port} of every own address, each with a handler on its engine's thread. With several
   * engines {@code handlers} is asked on each of their threads, at times on two at once.
   */
  public void listen(final int port, final Supplier<ConnectionHandler> handlers) {
    checkPort(port);
    listenEverywhere(port, engine -> engine.stack().listen(port, handlers));
  }

  /** Accepts connections on {@code port} of every own address, as streams. */
  public StreamListener listen(final int port) {
    checkPort(port);
    final StreamListener listener = new StreamListener(this, port);
    listenEverywhere(port, engine -> {
      engine.stack().listen(port, () -> bridge(engine.agent(), listener));
      engine.agent().register(listener);
    });
    return listener;
  }

  /** Accepts connections on {@code port} of every own address; each comes to {@code readiness} when it is open. */
  public void listen(final int port, final Readiness readiness) {
    checkPort(port);
    listenEverywhere(
        port,
        engine -> engine.stack().listen(port, () -> {
          final StreamBridge bridge = new StreamBridge(engine.agent(), opened -> {});
          engine.agent().register(bridge);
          return new NonBlockingConnection(this, bridge, readiness, "port " + port, true).handler();
        }));
  }

  /** On all engines or on none. */
  private void listenEverywhere(final int port, final Consumer<RunningEngine> listening) {
    int done = 0;
    try {
      for (final RunningEngine engine : engines) {
        engine.run(() -> listening.accept(engine));
        done++;
      }
    } finally {
      if (done < engines.size()) {
        engines.subList(0, done)
            .forEach(engine -> engine.run(() -> engine.stack().unlisten(port)));
      }
    }
  }

  /** Stops accepting on {@code port}; open connections go on. */
  public void unlisten(final int port) {
    engines.forEach(engine -> engine.run(() -> engine.stack().unlisten(port)));
  }

  void unlisten(final StreamListener listener) {
    for (final RunningEngine engine : engines) {
      engine.submit(() -> {
        engine.stack().unlisten(listener.port());
        engine.agent().forget(listener);
      });
    }
  }

  /**
   * Opens a connection whose handler lives on the engine's thread; on one engine after the other.
   *
   * @throws IllegalArgumentException if no path leads to {@code host}, or no other host can have that address
   */
  public void connect(final String host, final int port, final ConnectionHandler handler) throws IOException {
    checkPort(port);
    final long address = resolve(host);
    final RunningEngine engine = nextEngine();
    engine.run(() -> engine.stack().connect(0, address, port, handler));
  }

  private RunningEngine nextEngine() {
    return engines.get(Math.floorMod(connects.getAndIncrement(), engines.size()));
  }

  /**
   * Opens a connection and waits until it is established.
   *
   * @throws ConnectionEndedException if it is refused, or nobody answers within {@code timeout}
   * @throws IllegalArgumentException if no path leads to {@code host}, or no other host can have that address
   */
  public StreamConnection connect(final String host, final int port, final Duration timeout) throws IOException {
    checkPort(port);
    final String peer = host + ":" + port;
    final long address = resolve(host);
    final RunningEngine engine = nextEngine();
    final StreamBridge bridge = new StreamBridge(engine.agent(), opened -> {});
    open(engine, bridge, address, port);
    final boolean decided =
        bridge.changes.await(() -> bridge.isEstablished() || bridge.ended() != null, deadlineAfter(timeout));
    if (bridge.isEstablished()) {
      return new StreamConnection(this, bridge, peer);
    }
    bridge.requestAbort();
    if (!decided && Thread.currentThread().isInterrupted()) {
      throw new ConnectionEndedException(peer, CloseReason.ABORTED);
    }
    throw new ConnectionEndedException(
        peer,
        decided ? bridge.ended() : CloseReason.TIMED_OUT,
        engine.agent().failure());
  }

  /**
   * Opens a connection and does not wait for it: {@code readiness} tells when it is open, or has failed to, which
   * {@link NonBlockingConnection#read} then says.
   *
   * @throws IllegalArgumentException if no path leads to {@code host}, or no other host can have that address
   */
  public NonBlockingConnection connect(final String host, final int port, final Readiness readiness)
      throws IOException {
    checkPort(port);
    final long address = resolve(host);
    final RunningEngine engine = nextEngine();
    final StreamBridge bridge = new StreamBridge(engine.agent(), opened -> {});
    final NonBlockingConnection connection =
        new NonBlockingConnection(this, bridge, readiness, host + ":" + port, false);
    open(engine, bridge, address, port);
    return connection;
  }

  private static void open(
      final RunningEngine engine, final StreamBridge bridge, final long address, final int port) {
    engine.run(() -> {
      engine.agent().register(bridge);
      try {
        bridge.attach(engine.stack().connect(0, address, port, bridge));
      } catch (final RuntimeException refused) {
        engine.agent().forget(bridge);
        throw refused;
      }
    });
  }

  private static StreamBridge bridge(final EngineAgent engine, final StreamListener listener) {
    final StreamBridge bridge = new StreamBridge(engine, listener::offer);
    engine.register(bridge);
    return bridge;
  }

  /** What each port is and what it chose, with its reasons, in a line each for people; alike for each engine. */
  public List<String> ports() {
    return engines.getFirst().agent().ports().stream()
        .map(FramePort::description)
        .toList();
  }

  /** Every counter of the stack by name, and those of its ports as {@code interface.NAME}; the sum over the engines. */
  public Map<String, Long> counters() {
    final Map<String, Long> sum = new LinkedHashMap<>();
    engines.forEach(engine ->
        engine.call(() -> countersOf(engine)).forEach((name, value) -> sum.merge(name, value, Long::sum)));
    return sum;
  }

  private static Map<String, Long> countersOf(final RunningEngine engine) {
    final Map<String, Long> values = new LinkedHashMap<>(engine.stack().counters());
    for (final FramePort port : engine.agent().ports()) {
      final PortCounters counters = port.counters();
      for (final PortCounters.Kind kind : PortCounters.Kind.values()) {
        values.put(port.name() + "." + kind, counters.get(kind));
      }
    }
    return values;
  }

  /** The files in which other processes read the counters while it runs, one an engine; none where it publishes none. */
  public List<Path> countersFiles() {
    return engines.stream()
        .map(engine -> engine.agent().countersFile())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Connections that exist now, those that are only being put away included; not what waits in TIME_WAIT. */
  public int openConnections() {
    int open = 0;
    for (final RunningEngine engine : engines) {
      open += engine.call(engine.stack()::openConnections);
    }
    return open;
  }

  /**
   * Runs {@code body} on the engine's thread, between two cycles, and hands back what it gives. With several engines it
   * is the first one's; a handler that wants its own is called there anyway.
   */
  public <T> T call(final Callable<T> body) {
    return engines.getFirst().call(body);
  }

  /** The same on the engine that {@code bridge} lives on. */
  <T> T call(final StreamBridge bridge, final Callable<T> body) {
    for (final RunningEngine engine : engines) {
      if (engine.agent().equals(bridge.engine())) {
        return engine.call(body);
      }
    }
    throw new IllegalStateException("a connection of another stack");
  }

  /** Whether it has stopped, by {@link #close()} or by a failure. */
  public boolean isStopped() {
    return engines.stream().anyMatch(engine -> engine.agent().isTerminated());
  }

  /** Why an engine stopped by itself, or null. */
  public Throwable failure() {
    return engines.stream()
        .map(engine -> engine.agent().failure())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Resets what is still open, stops the engines and gives back ports and memory. May be called twice. */
  @Override
  public void close() {
    engines.forEach(engine -> engine.agent().stop());
    engines.forEach(RunningEngine::close);
  }

  static long deadlineAfter(final Duration timeout) {
    return timeout.compareTo(Duration.ofDays(1)) > 0 ? Waiter.never() : Waiter.after(timeout.toNanos());
  }

  private static void checkPort(final int port) {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be 1 to " + MAX_PORT + ": " + port);
    }
  }

  private static long resolve(final String host) throws UnknownHostException {
    try {
      return IpAddress.parseLow(host);
    } catch (final IllegalArgumentException notDotted) {
      for (final InetAddress address : InetAddress.getAllByName(host)) {
        if (address instanceof Inet4Address) {
          return IpAddress.parseLow(address.getHostAddress());
        }
      }
      throw new UnknownHostException(host + ": no IPv4 address");
    }
  }
}
