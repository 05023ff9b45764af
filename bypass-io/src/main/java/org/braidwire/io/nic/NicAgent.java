package org.braidwire.io.nic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.braidwire.io.port.FramePort;
import org.braidwire.io.port.LinkMonitor;

/**
 * Drives the real ports of one engine on a thread of its own, and news of their links with them (thread boundary 1).
 * What the engine sees are the {@link RingPort}s.
 *
 * <p>A duty cycle like the engine's: a thread turns it, or a simulation steps it. It owns the devices and closes them
 * when it ends, for whatever reason; a failure of its own reaches the engine at its next poll. Lives only as long as
 * its engine, which closes it before it takes its frames back.
 */
public final class NicAgent implements Agent {
  private static final long NEVER = Long.MAX_VALUE;

  /** Cycles between two looks at the clock; a spinning thread does that many in some microseconds. */
  private static final int CLOCK_CYCLES = 64;

  /** News of links is asked for this often. */
  private static final long LINK_POLL_NS = 200_000;

  /** How long a sleeping thread lets a device that refused a frame be. */
  private static final long RETRY_NS = 20_000;

  private final String name;
  private final LongSupplier clockNs;
  private final List<NicPort> ports = new ArrayList<>();
  private LinkMonitor links;
  private int cycles;
  private long nextLinkPollNs = Long.MIN_VALUE;
  private boolean closed;
  private volatile boolean stopping;
  private volatile boolean terminated;

  /**
   * @param name of the thread
   * @param clockNs monotonic
   */
  public NicAgent(final String name, final LongSupplier clockNs) {
    this.name = name;
    this.clockNs = clockNs;
  }

  /** Drives the port that {@code rings} are attached to. Before the first cycle. */
  public void add(final PortRings rings) {
    ports.add(new NicPort(rings));
  }

  /** Asks {@code monitor} for news of the links, and closes it at the end. Before the first cycle. */
  public void links(final LinkMonitor monitor) {
    links = monitor;
  }

  /** The ports it drives, for whoever waits on them. */
  public List<FramePort> devices() {
    return ports.stream().map(NicPort::device).toList();
  }

  @Override
  public String roleName() {
    return name;
  }

  @Override
  public int doWork() {
    if (stopping) {
      throw new AgentTerminationException();
    }
    try {
      int work = pollLinks();
      for (int i = 0; i < ports.size(); i++) {
        work += ports.get(i).doWork();
      }
      return work;
    } catch (final Throwable cause) {
      fail(cause);
      throw new AgentTerminationException(cause);
    }
  }

  private int pollLinks() {
    if (links == null || (cycles++ & CLOCK_CYCLES - 1) != 0) {
      return 0;
    }
    final long nowNs = clockNs.getAsLong();
    if (nowNs < nextLinkPollNs) {
      return 0;
    }
    nextLinkPollNs = nowNs + LINK_POLL_NS;
    return links.poll();
  }

  /** When a cycle is needed although nothing arrives and nobody rings: a clock time, or {@code Long.MAX_VALUE}. */
  public long nextDeadlineNs() {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).isHeldUp()) {
        return clockNs.getAsLong() + RETRY_NS;
      }
    }
    return NEVER;
  }

  private void fail(final Throwable cause) {
    for (int i = 0; i < ports.size(); i++) {
      ports.get(i).fail(cause);
    }
  }

  /** Any thread: it ends with its next cycle. */
  public void stop() {
    stopping = true;
  }

  /** Any thread: whether the devices are closed. */
  public boolean isTerminated() {
    return terminated;
  }

  /** Sends what is left, closes devices and monitor. Once; by the thread that turned it, or whoever stepped it. */
  @Override
  public void onClose() {
    if (closed) {
      return;
    }
    closed = true;
    RuntimeException first = null;
    for (int i = 0; i < ports.size(); i++) {
      first = closeOne(ports.get(i)::close, first);
    }
    if (links != null) {
      first = closeOne(links::close, first);
    }
    terminated = true;
    if (first != null) {
      fail(first);
      throw first;
    }
  }

  private static RuntimeException closeOne(final Runnable closing, final RuntimeException first) {
    try {
      closing.run();
      return first;
    } catch (final RuntimeException failure) {
      if (first != null) {
        first.addSuppressed(failure);
        return first;
      }
      return failure;
    }
  }
}
