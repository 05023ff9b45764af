package org.braidwire.lab;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.braidwire.io.frame.Region;
import org.braidwire.io.linux.KernelSocket;
import org.braidwire.io.linux.KernelSocketInfo;
import org.braidwire.io.linux.NetNamespace;

/**
 * An application on the kernel's host: one connection, client or server, that sends what a source makes and hands
 * what arrives to a sink, both at once, on its own platform thread inside the namespace.
 *
 * <p>It ends its direction when the source is exhausted and is done when the peer has ended too. Any thread may ask,
 * {@link #close} or {@link #abort}.
 */
public final class KernelPeer implements AutoCloseable {
  /** Where the connection stands, as its application sees it. */
  public enum Phase {
    OPENING,
    TRANSFERRING,
    DONE,
    FAILED
  }

  private static final int BACKLOG = 16;
  /** Longest wait for octets that an abort leaves unread. */
  private static final long UNREAD_NS = 1_000_000_000L;

  private static final long CLOSE_TIMEOUT_MS = 5_000;

  private final KernelPeerPlan plan;
  private final StreamSource source;
  private final StreamSink sink;
  private final PhaseTimes writeTimes = new PhaseTimes("all");
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Thread thread;
  private volatile KernelSocket socket;
  private volatile KernelSocketInfo lastInfo;
  private volatile Phase phase = Phase.OPENING;
  private volatile RuntimeException failure;
  private volatile boolean stopping;
  private volatile boolean aborting;
  private volatile KernelTransfer transfer;
  private KernelSocket listener;

  private KernelPeer(
      final String namespace,
      final String name,
      final KernelPeerPlan plan,
      final StreamSource source,
      final StreamSink sink,
      final InetSocketAddress address,
      final boolean client) {
    this.plan = plan;
    this.source = source;
    this.sink = sink;
    this.thread = NetNamespace.start(null, name, () -> run(namespace, address, client));
  }

  /** Connects from inside {@code namespace}; returns at once. */
  public static KernelPeer connect(
      final String namespace,
      final KernelPeerPlan plan,
      final InetSocketAddress remote,
      final StreamSource source,
      final StreamSink sink) {
    return new KernelPeer(namespace, "kernel-client", plan, source, sink, remote, true);
  }

  /** Listens on {@code port} of the wildcard inside {@code namespace}, for one connection; returns when it listens. */
  public static KernelPeer listen(
      final String namespace,
      final KernelPeerPlan plan,
      final int port,
      final StreamSource source,
      final StreamSink sink) {
    final KernelPeer peer =
        new KernelPeer(namespace, "kernel-server", plan, source, sink, LabAddresses.any(port), false);
    try {
      if (!peer.opened.await(plan.connectTimeoutNs(), TimeUnit.NANOSECONDS)) {
        throw new LaboratoryException("the kernel's listener on port " + port + " did not open");
      }
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LaboratoryException("interrupted while opening a listener", interrupted);
    }
    if (peer.failure != null) {
      throw peer.failure;
    }
    return peer;
  }

  public Phase phase() {
    return phase;
  }

  /** Why it failed; empty when it did not. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Waits until it is done or has failed; false when the time passed first. */
  public boolean await(final Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }

  /** Bytes that the kernel's socket has taken. */
  public long sentBytes() {
    final KernelTransfer running = transfer;
    return running == null ? 0 : running.sentBytes();
  }

  /** The gaps between the writes that the kernel took: a sender that stalls shows here. */
  public PhaseTimes writeTimes() {
    return writeTimes;
  }

  /** The kernel's view of the connection, now or, once it is over, at the end; empty before it is open. */
  public Optional<KernelSocketInfo> info() {
    final KernelSocket current = socket;
    if (current != null) {
      try {
        lastInfo = current.info();
      } catch (final IllegalStateException closedMeanwhile) {
        return Optional.ofNullable(lastInfo);
      }
    }
    return Optional.ofNullable(lastInfo);
  }

  /** Resets the connection: RST, and MP_FASTCLOSE with MPTCP. */
  public void abort() {
    aborting = true;
    close();
  }

  /** Ends the thread and closes the socket, whatever state the transfer is in. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (final InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(final String namespace, final InetSocketAddress address, final boolean client) {
    try (Region buffers = Region.allocate(2L * KernelTransfer.BUFFER_BYTES, Long.BYTES)) {
      NetNamespace.enter(namespace);
      final KernelSocket connected = client ? connect(address) : accept(address);
      if (connected != null) {
        socket = connected;
        phase = Phase.TRANSFERRING;
        transfer = new KernelTransfer(connected, source, sink, writeTimes, buffers.address());
        while (!stopping && !transfer.isDone()) {
          transfer.turn();
        }
      }
      phase = Phase.DONE;
    } catch (final RuntimeException thrown) {
      failure = thrown;
      phase = Phase.FAILED;
    } finally {
      opened.countDown();
      closeSockets();
    }
  }

  private void closeSockets() {
    final KernelSocket closing = socket;
    if (closing != null) {
      try {
        lastInfo = closing.info();
        if (aborting) {
          // Linux says MP_FASTCLOSE for an MPTCP socket with octets that were not read; SO_LINGER alone ends
          // it plainly.
          closing.poll(KernelSocket.READABLE, UNREAD_NS);
          closing.abort();
        }
      } finally {
        closing.close();
      }
    }
    if (listener != null) {
      listener.close();
    }
  }

  private KernelSocket connect(final InetSocketAddress remote) {
    final KernelSocket connecting = KernelSocket.open(plan.protocol(), false);
    socket = connecting; // closed by run, whatever happens
    plan.apply(connecting);
    if (plan.local() != null) {
      connecting.bind(plan.local());
    }
    if (!connecting.connect(remote)) {
      final long deadlineNs = System.nanoTime() + plan.connectTimeoutNs();
      while (connecting.poll(KernelSocket.WRITABLE, KernelTransfer.POLL_NS) == 0) {
        if (stopping) {
          return null;
        }
        if (System.nanoTime() - deadlineNs > 0) {
          throw new LaboratoryException("the kernel did not connect to " + remote + " in time");
        }
      }
      connecting.finishConnect();
    }
    return connecting;
  }

  private KernelSocket accept(final InetSocketAddress local) {
    // Stays open as long as the connection: the kernel takes joins only where something listens.
    listener = KernelSocket.open(plan.protocol(), false);
    plan.apply(listener);
    listener.bind(local);
    listener.listen(BACKLOG);
    opened.countDown();
    final long deadlineNs = System.nanoTime() + plan.connectTimeoutNs();
    while (!stopping) {
      if (listener.poll(KernelSocket.READABLE, KernelTransfer.POLL_NS) != 0) {
        final Optional<KernelSocket> accepted = listener.accept();
        if (accepted.isPresent()) {
          return accepted.get();
        }
      }
      if (System.nanoTime() - deadlineNs > 0) {
        throw new LaboratoryException("nobody connected to the kernel's listener in time");
      }
    }
    return null;
  }
}
