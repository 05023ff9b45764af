package org.braidwire.gateway.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.braidwire.gateway.base.Address;

/**
 * The names that the host's resolver knows, which is asked on threads of its own, for it holds a thread while it waits.
 * What it said is kept for a moment, failures too, so that a crowd for one name asks once. Any thread.
 */
public final class HostNames implements Names, AutoCloseable {
  /** Asked at the same time; where more are wanted, they are refused rather than left to pile up. */
  static final int MOST_AT_ONCE = 64;

  private static final int MOST_KEPT = 4096;
  private static final long KEPT_NS = 10_000_000_000L;
  private static final long IDLE_SECONDS = 10;

  /** Who is asked, on a thread that may wait. */
  @FunctionalInterface
  interface Resolver {
    List<Address> ask(String name) throws Exception;
  }

  /** What was said of a name, or is being asked. */
  private record Said(Future<List<Address>> addresses, long atNs) {}

  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final Resolver resolver;
  private final ThreadPoolExecutor askers = new ThreadPoolExecutor(
      0,
      MOST_AT_ONCE,
      IDLE_SECONDS,
      TimeUnit.SECONDS,
      new SynchronousQueue<>(),
      Thread.ofPlatform().daemon().name("gateway-names-", 0).factory());
  private final Map<String, Said> kept = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(final Map.Entry<String, Said> eldest) {
      return size() > MOST_KEPT;
    }
  };

  /**
   * Asks the host.
   *
   * @param timeout how long a caller waits
   */
  public HostNames(final Duration timeout, final LongSupplier nanoTime) {
    this(timeout, nanoTime, HostNames::askHost);
  }

  HostNames(final Duration timeout, final LongSupplier nanoTime, final Resolver resolver) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    this.resolver = resolver;
  }

  @Override
  public List<Address> resolve(final String name) throws IOException {
    try {
      return asked(name).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (final TimeoutException late) {
      throw new IOException(name + ": the resolver said nothing within " + timeout.toSeconds() + " s", late);
    } catch (final ExecutionException failure) {
      throw new IOException(name + ": the resolver knows no address", failure.getCause());
    } catch (final RejectedExecutionException full) {
      throw new IOException(name + ": " + MOST_AT_ONCE + " names are being asked for already", full);
    } catch (final InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException(name + ": interrupted while it was asked for", stopping);
    }
  }

  private Future<List<Address>> asked(final String name) {
    final long nowNs = nanoTime.getAsLong();
    synchronized (kept) {
      final Said said = kept.get(name);
      if (said != null && nowNs - said.atNs < KEPT_NS) {
        return said.addresses;
      }
      final Future<List<Address>> asking = askers.submit(() -> resolver.ask(name));
      kept.remove(name); // behind the others again
      kept.put(name, new Said(asking, nowNs));
      return asking;
    }
  }

  private static List<Address> askHost(final String name) throws UnknownHostException {
    return Stream.of(InetAddress.getAllByName(name)).map(Address::of).toList();
  }

  @Override
  public void close() {
    askers.shutdownNow();
  }
}
