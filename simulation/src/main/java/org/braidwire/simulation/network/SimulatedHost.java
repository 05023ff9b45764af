package org.braidwire.simulation.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.braidwire.io.frame.FramePool;
import org.braidwire.io.frame.PacketMemory;
import org.braidwire.simulation.link.Impairment;
import org.braidwire.simulation.link.SeededRandom;

/**
 * A machine: memory, ports, and the engine that runs on them. It runs when a frame arrives, a deadline comes or
 * the carrier changes, until it is idle; it can be stalled and it can crash. One thread.
 */
public final class SimulatedHost {
  /** More cycles than this at one instant are a loop that never becomes idle. */
  private static final int MAX_CYCLES_AN_INSTANT = 10_000;

  /** Cycles that an engine spins at one instant in front of a card that has no room. */
  private static final int CYCLES_HELD_UP = 4;

  /** It spins on after this time, or when the card has room. */
  private static final long HELD_UP_NS = 200_000L;

  private final SimulatedNetwork network;
  private final String name;
  private final int frameCount;
  private final int chunkCount;
  private final List<SimulatedPort> ports = new ArrayList<>();
  private PacketMemory memory;
  private Engine engine;
  private boolean awake;
  private boolean unplugged;
  private long stalledUntilNs;
  private long heldUpUntilNs;
  private List<Long> hoard = List.of();

  SimulatedHost(final SimulatedNetwork network, final String name, final int frameCount, final int chunkCount) {
    this.network = network;
    this.name = name;
    this.frameCount = frameCount;
    this.chunkCount = chunkCount;
    this.memory = PacketMemory.allocate(frameCount, chunkCount);
  }

  public String name() {
    return name;
  }

  public SimulatedNetwork network() {
    return network;
  }

  public PacketMemory memory() {
    return memory;
  }

  public List<SimulatedPort> ports() {
    return ports;
  }

  SimulatedPort addPort(final SimulatedLink link, final String portName, final long mac, final SeededRandom random) {
    final SimulatedPort port = new SimulatedPort(this, link, portName, mac, random);
    ports.add(port);
    return port;
  }

  /** Starts the engine that {@code maker} builds on this host's memory and ports. */
  public <E extends Engine> E start(final Function<SimulatedHost, E> maker) {
    ports.forEach(port -> port.open(memory));
    unplugged = false;
    final E started = maker.apply(this);
    engine = started;
    wake();
    return started;
  }

  /** The machine is gone at once: nothing it would still say leaves it, and its memory is new afterwards. */
  public void crash() {
    unplugged = true;
    shutDown();
    memory = PacketMemory.allocate(frameCount, chunkCount);
  }

  /** Closes the engine and the ports, then gives the memory back. Every frame must be home by then. */
  public void shutDown() {
    giveBack();
    if (engine != null) {
      engine.close();
      engine = null;
    }
    for (final SimulatedPort port : ports) {
      port.close();
    }
    final int frames = memory.frames().leased() + memory.largeFrames().leased();
    final int chunks = memory.chunks().leased();
    memory.close();
    if (frames != 0 || chunks != 0) {
      throw new SimulationFailure(
          "S4", name + " closed with " + frames + " frames and " + chunks + " chunks leased");
    }
  }

  /** S4 while the engine still runs: where no connection is left, nothing is held for one. */
  public void mustHoldNothing() {
    final int leased = memory.leased() - hoard.size() - (engine == null ? 0 : engine.stockedPieces());
    if (leased != 0) {
      throw new SimulationFailure("S4", name + " has no connection and holds " + leased + " pieces of memory");
    }
  }

  /** Gives the memory back and asks nothing; for a run that has failed already. */
  void abandon() {
    memory.close();
  }

  public boolean isUnplugged() {
    return unplugged;
  }

  /** Does not run before {@code untilNs}. */
  public void stall(final long untilNs) {
    stalledUntilNs = untilNs;
    wake();
  }

  /** Takes every free frame away until {@code untilNs}: what arrives is lost, what would leave must wait. */
  public void starve(final long untilNs) {
    final PacketMemory starved = memory;
    final List<Long> taken = new ArrayList<>();
    for (long frame = memory.frames().lease();
        frame != FramePool.NONE;
        frame = memory.frames().lease()) {
      taken.add(frame);
    }
    hoard = taken;
    network.at(untilNs, () -> {
      if (starved.equals(memory) && taken.equals(hoard)) {
        giveBack();
        wake();
      }
    });
  }

  private void giveBack() {
    hoard.forEach(memory.frames()::release);
    hoard = List.of();
  }

  public boolean isStalled() {
    return network.nowNs() < stalledUntilNs;
  }

  /** Whether its engine lives, runs and has memory. */
  public boolean isRunning() {
    return engine != null && !isStalled() && hoard.isEmpty();
  }

  /** Lets the engine run at this instant. */
  public void wake() {
    awake = true;
  }

  /** When this host wants to run next. */
  long nextNs(final long nowNs) {
    if (engine == null) {
      return Long.MAX_VALUE;
    }
    final long wantedNs = awake ? nowNs : Math.max(Math.max(nowNs, heldUpUntilNs), engine.nextDeadlineNs());
    return Math.max(wantedNs, stalledUntilNs);
  }

  void runIfDue(final long nowNs) {
    if (engine == null || nextNs(nowNs) > nowNs) {
      return;
    }
    if (awake) {
      awake = false;
      engine.wake();
    }
    int cycles = 0;
    while (engine != null && engine.doWork() > 0) {
      if (++cycles >= CYCLES_HELD_UP && isHeldUp()) {
        heldUpUntilNs =
            nowNs + HELD_UP_NS; // it would ask until time has passed, and here time passes by events
        return;
      }
      if (cycles > MAX_CYCLES_AN_INSTANT) {
        throw new SimulationFailure("S11", name + " finds work for ever at " + nowNs + " ns");
      }
    }
  }

  private boolean isHeldUp() {
    return ports.stream().anyMatch(port -> port.transmitRoom() == 0);
  }

  /** Joins two hosts by a link; {@code impairments} are those of the directions from {@code this} and back. */
  public SimulatedLink connect(final SimulatedHost other, final String linkName, final Impairment[] impairments) {
    return network.connect(this, other, linkName, impairments);
  }
}
