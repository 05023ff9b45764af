package org.braidwire.stack.api;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.PortCounters;
import org.braidwire.stack.wire.IpAddress;

/**
 * A running stack: its ports, its memory and the engine with its threads. Every method may be called
 * from any thread.
 *
 * <p>An application either lives on the engine's thread, with a {@link ConnectionHandler}, or on its own threads: with
 * a {@link StreamConnection} for each, or with one {@link Readiness} for many {@link NonBlockingConnection}s. An engine
 * that fails closes everything; the next call says why.
 */
public final class Braidwire implements AutoCloseable {
  private static final long CALL_POLL_MS = 50;
  private static final int MAX_PORT = 65_535;

  private final RunningEngine running;
  private final EngineAgent engine;
  private final MptcpStack stack;

  Braidwire(final RunningEngine prepared) {
    running = prepared;
    engine = prepared.agent();
    stack = prepared.stack();
  }

  public static BraidwireBuilder builder() {
    return new BraidwireBuilder();
  }

  void start(final List<Integer> cores) {
    running.start(cores);
  }

  /** Accepts connections on {@code port} of every own address, each with a handler on the engine's thread. */
  public void listen(final int port, final Supplier<ConnectionHandler> handlers) {
    checkPort(port);
    run(() -> stack.listen(port, handlers));
  }

  /** Accepts connections on {@code port} of every own address, as streams. */
  public StreamListener listen(final int port) {
    checkPort(port);
    final StreamListener listener = new StreamListener(this, port);
    run(() -> {
      stack.listen(port, () -> bridge(listener));
      engine.register(listener);
    });
    return listener;
  }

  /** Accepts connections on {@code port} of every own address; each comes to {@code readiness} when it is open. */
  public void listen(final int port, final Readiness readiness) {
    checkPort(port);
    run(() -> stack.listen(port, () -> {
      final StreamBridge bridge = new StreamBridge(engine, opened -> {});
      engine.register(bridge);
      return new NonBlockingConnection(this, bridge, readiness, "port " + port, true).handler();
    }));
  }

  /** Stops accepting on {@code port}; open connections go on. */
  public void unlisten(final int port) {
    run(() -> stack.unlisten(port));
  }

  void unlisten(final StreamListener listener) {
    engine.submit(() -> {
      stack.unlisten(listener.port());
      engine.forget(listener);
    });
  }

  /** Opens a connection whose handler lives on the engine's thread. */
  public void connect(final String host, final int port, final ConnectionHandler handler) throws IOException {
    checkPort(port);
    final long address = resolve(host);
    run(() -> stack.connect(0, address, port, handler));
  }

  /**
   * Opens a connection and waits until it is established.
   *
   * @throws ConnectionEndedException if it is refused, or nobody answers within {@code timeout}
   */
  public StreamConnection connect(final String host, final int port, final Duration timeout) throws IOException {
    checkPort(port);
    final String peer = host + ":" + port;
    final long address = resolve(host);
    final StreamBridge bridge = new StreamBridge(engine, opened -> {});
    open(bridge, address, port);
    final boolean decided =
        bridge.changes.await(() -> bridge.isEstablished() || bridge.ended() != null, deadlineAfter(timeout));
    if (bridge.isEstablished()) {
      return new StreamConnection(this, bridge, peer);
    }
    bridge.requestAbort();
    if (!decided && Thread.currentThread().isInterrupted()) {
      throw new ConnectionEndedException(peer, CloseReason.ABORTED);
    }
    throw new ConnectionEndedException(peer, decided ? bridge.ended() : CloseReason.TIMED_OUT, engine.failure());
  }

  /**
   * Opens a connection and does not wait for it: {@code readiness} tells when it is open, or has failed to, which
   * {@link NonBlockingConnection#read} then says.
   */
  public NonBlockingConnection connect(final String host, final int port, final Readiness readiness)
      throws IOException {
    checkPort(port);
    final long address = resolve(host);
    final StreamBridge bridge = new StreamBridge(engine, opened -> {});
    final NonBlockingConnection connection =
        new NonBlockingConnection(this, bridge, readiness, host + ":" + port, false);
    open(bridge, address, port);
    return connection;
  }

  private void open(final StreamBridge bridge, final long address, final int port) {
    run(() -> {
      engine.register(bridge);
      try {
        bridge.attach(stack.connect(0, address, port, bridge));
      } catch (final RuntimeException refused) {
        engine.forget(bridge);
        throw refused;
      }
    });
  }

  private StreamBridge bridge(final StreamListener listener) {
    final StreamBridge bridge = new StreamBridge(engine, listener::offer);
    engine.register(bridge);
    return bridge;
  }

  /** What each port is and what it chose, with its reasons, in a line each for people. */
  public List<String> ports() {
    return engine.ports().stream().map(FramePort::description).toList();
  }

  /** Every counter of the stack by name, and those of its ports as {@code interface.NAME}. */
  public Map<String, Long> counters() {
    return call(() -> {
      final Map<String, Long> values = new LinkedHashMap<>(stack.counters());
      for (final FramePort port : engine.ports()) {
        for (final PortCounters.Kind kind : PortCounters.Kind.values()) {
          values.put(port.name() + "." + kind, port.counters().get(kind));
        }
      }
      return values;
    });
  }

  /** Connections and subflows that exist now, those that are only being put away included. */
  public int openConnections() {
    return call(stack::openConnections);
  }

  /** Runs {@code body} on the engine's thread, between two cycles, and hands back what it gives. */
  public <T> T call(final Callable<T> body) {
    final CompletableFuture<T> result = new CompletableFuture<>();
    final Runnable command = () -> {
      try {
        result.complete(body.call());
      } catch (final Throwable failure) {
        result.completeExceptionally(failure);
      }
    };
    if (engine.isEngineThread()) {
      command.run();
    } else if (!engine.submit(command)) {
      throw stopped();
    }
    return join(result);
  }

  private <T> T join(final CompletableFuture<T> result) {
    while (true) {
      try {
        return result.get(CALL_POLL_MS, TimeUnit.MILLISECONDS);
      } catch (final TimeoutException notYet) {
        // A command that came after the engine's last look never runs.
        if (engine.isTerminated() && !result.isDone()) {
          throw stopped();
        }
      } catch (final InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new BraidwireException("interrupted while waiting for the engine", interrupted);
      } catch (final ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        throw new BraidwireException(String.valueOf(failed.getCause().getMessage()), failed.getCause());
      }
    }
  }

  private void run(final Runnable body) {
    call(() -> {
      body.run();
      return null;
    });
  }

  private BraidwireException stopped() {
    final Throwable failure = engine.failure();
    return failure == null
        ? new BraidwireException("the stack was closed")
        : new BraidwireException("the engine failed: " + failure, failure);
  }

  /** Whether the engine has stopped, by {@link #close()} or by a failure. */
  public boolean isStopped() {
    return engine.isTerminated();
  }

  /** Why the engine stopped by itself, or null. */
  public Throwable failure() {
    return engine.failure();
  }

  /** Resets what is still open, stops the engine and gives back ports and memory. May be called twice. */
  @Override
  public void close() {
    running.close();
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
