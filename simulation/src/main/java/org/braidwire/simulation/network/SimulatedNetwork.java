package org.braidwire.simulation.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.braidwire.simulation.link.Fault;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.SeededRandom;
import org.braidwire.simulation.parse.WireFrame;

/**
 * Hosts and links under one virtual clock, in one thread: everything that happens follows from the seed. Two
 * networks share nothing, so several may run at once, each on a thread of its own.
 */
public final class SimulatedNetwork implements AutoCloseable {
  /** Steps without the clock moving that are taken for a loop. */
  private static final int MAX_STEPS_AN_INSTANT = 20_000;

  /** Locally administered unicast; the port's number follows. */
  private static final long MAC_BASE = 0x02_00_00_00_00_10L;

  private final VirtualClock clock = new VirtualClock();
  private final EventQueue events = new EventQueue();
  private final EventLog log = new EventLog();
  private final SeededRandom random;
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final List<SimulatedLink> links = new ArrayList<>();
  private final List<NetworkObserver> observers = new ArrayList<>();
  private int stepsAtThisInstant;
  private int portCount;

  public SimulatedNetwork(final long seed) {
    random = new SeededRandom(seed).fork("network");
    observers.add(log);
  }

  public VirtualClock clock() {
    return clock;
  }

  public long nowNs() {
    return clock.nanoTime();
  }

  public EventLog log() {
    return log;
  }

  public List<SimulatedLink> links() {
    return links;
  }

  public void observe(final NetworkObserver observer) {
    observers.add(observer);
  }

  /** A machine with pools of {@code frameCount} frames and {@code chunkCount} chunks. */
  public SimulatedHost addHost(final String name, final int frameCount, final int chunkCount) {
    final SimulatedHost host = new SimulatedHost(this, name, frameCount, chunkCount);
    hosts.add(host);
    return host;
  }

  SimulatedLink connect(
      final SimulatedHost one, final SimulatedHost other, final String name, final Impairment[] impairments) {
    final SimulatedLink link = new SimulatedLink(this, name, impairments, random);
    link.attach(0, one.addPort(link, name, MAC_BASE + portCount++, random.fork(name + " card0")));
    link.attach(1, other.addPort(link, name, MAC_BASE + portCount++, random.fork(name + " card1")));
    links.add(link);
    return link;
  }

  /** Runs {@code action} at {@code timeNs}, or at once if that has passed. */
  public void at(final long timeNs, final Runnable action) {
    events.add(Math.max(timeNs, nowNs()), action);
  }

  public void after(final long delayNs, final Runnable action) {
    at(nowNs() + delayNs, action);
  }

  /**
   * Lets the network live until {@code done} holds or time would pass {@code limitNs}.
   *
   * @return whether {@code done} holds
   */
  public boolean runUntil(final BooleanSupplier done, final long limitNs) {
    while (!done.getAsBoolean()) {
      final long nextNs = nextNs();
      if (nextNs > limitNs) {
        clock.advanceTo(Math.max(limitNs, nowNs()));
        return false;
      }
      step(nextNs);
    }
    return true;
  }

  private long nextNs() {
    long nextNs = events.nextNs();
    for (final SimulatedHost host : hosts) {
      nextNs = Math.min(nextNs, host.nextNs(nowNs()));
    }
    return nextNs;
  }

  private void step(final long timeNs) {
    if (timeNs > nowNs()) {
      stepsAtThisInstant = 0;
      clock.advanceTo(timeNs);
    } else if (++stepsAtThisInstant > MAX_STEPS_AN_INSTANT) {
      throw new SimulationFailure(
          "S11", "time stands still at " + nowNs() + " ns: a deadline in the past remains");
    }
    events.runDue(timeNs);
    for (final SimulatedHost host : hosts) {
      host.runIfDue(timeNs);
    }
  }

  /** A host gave {@code frames}, as one if they are several. */
  void given(final SimulatedPort port, final List<WireFrame> frames) {
    for (final NetworkObserver observer : observers) {
      if (frames.size() > 1) {
        observer.onRun(port, frames, nowNs());
      }
      for (final WireFrame frame : frames) {
        observer.onSent(port, frame, nowNs());
      }
    }
  }

  void delivered(final SimulatedPort port, final WireFrame frame) {
    if (port.host().isStalled()) {
      fault(port, frame, Fault.ENGINE_STALL);
    }
    for (final NetworkObserver observer : observers) {
      observer.onDelivered(port, frame, nowNs());
    }
  }

  void fault(final SimulatedPort sender, final WireFrame frame, final Fault fault) {
    for (final NetworkObserver observer : observers) {
      observer.onFault(sender, frame, fault, nowNs());
    }
  }

  void carrierChanged(final SimulatedLink link) {
    for (final NetworkObserver observer : observers) {
      observer.onCarrier(link, link.carrier(), nowNs());
    }
    link.end(0).carrierChanged();
    link.end(1).carrierChanged();
  }

  /** Gives all memory back, whatever state the hosts are in. */
  @Override
  public void close() {
    for (final SimulatedHost host : hosts) {
      host.abandon();
    }
  }
}
