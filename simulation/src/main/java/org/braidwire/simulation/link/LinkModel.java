package org.braidwire.simulation.link;

import java.util.EnumSet;

/**
 * One direction of a link as arithmetic: told when a frame of how many octets is handed over, it says what
 * becomes of it. Knows neither frames nor clocks, so that the simulation and a box between real links share it.
 *
 * <p>The rate is a line that is busy until some time; what waits for it is the queue. Jitter keeps the order;
 * only {@link Impairment#reorder} lets frames overtake. A fault that is possible strikes at least once, early, one
 * kind a frame: chance must not spare a short transfer what it was to be tried with. One thread.
 */
public final class LinkModel {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int BITS_PER_OCTET = 8;

  /** A second copy follows within this time. */
  private static final long DUPLICATE_SPREAD_NS = 2_000_000L;

  /** The frames after which a fault that chance has spared strikes all the same: between these two. */
  private static final int CERTAIN_FROM_FRAME = 6;

  private static final int CERTAIN_TO_FRAME = 40;

  /** Shorter frames, such as those of ARP, are not what is being tried. */
  private static final int CERTAIN_FROM_BYTES = 60;

  private final SeededRandom random;
  private final Fate fate = new Fate();
  private Impairment impairment;
  private Outage outage = Outage.NONE;
  private long busyUntilNs;
  private long lastArrivalNs;
  private boolean inBurst;
  private final EnumSet<Fault> struck = EnumSet.noneOf(Fault.class);
  private int framesUntilCertain;
  private boolean mayForce;

  public LinkModel(final Impairment impairment, final SeededRandom random) {
    this.impairment = impairment;
    this.random = random;
    framesUntilCertain = random.fork("certain").between(CERTAIN_FROM_FRAME, CERTAIN_TO_FRAME);
  }

  public Impairment impairment() {
    return impairment;
  }

  public void impairment(final Impairment next) {
    impairment = next;
    inBurst = false;
  }

  public Outage outage() {
    return outage;
  }

  public void outage(final Outage next) {
    outage = next;
  }

  /** Whether a frame on its way arrives now; one that meets an outage does not. */
  public boolean delivers() {
    return outage == Outage.NONE;
  }

  /** The fault that a frame dies of while {@link #delivers()} is false. */
  public Fault outageFault() {
    return outage == Outage.SILENT ? Fault.SILENT_OUTAGE : Fault.CARRIER_OUTAGE;
  }

  /** Decides about a frame of {@code bytes} octets handed over at {@code nowNs}; the answer is reused. */
  public Fate offer(final long nowNs, final int bytes) {
    fate.clear();
    mayForce = bytes >= CERTAIN_FROM_BYTES && --framesUntilCertain < 0;
    if (!delivers()) {
      fate.drop(outageFault());
    } else if (!queue(nowNs, bytes)) {
      fate.drop(Fault.QUEUE_FULL);
    } else if (losesInBurst()) {
      fate.drop(Fault.BURST_LOSS);
    } else if (strikes(Fault.LOSS, impairment.loss())) {
      fate.drop(Fault.LOSS);
    } else {
      travel(nowNs);
    }
    return fate;
  }

  private boolean queue(final long nowNs, final int bytes) {
    final long rate = impairment.rateBitsPerSecond();
    if (rate == 0) {
      busyUntilNs = nowNs;
      return true;
    }
    final long startNs = Math.max(busyUntilNs, nowNs);
    final long waitingBytes = (startNs - nowNs) / BITS_PER_OCTET * rate / NS_PER_SECOND;
    if (waitingBytes > 0 && waitingBytes + bytes > impairment.queueBytes()) {
      return false;
    }
    busyUntilNs = startNs + (long) bytes * BITS_PER_OCTET * NS_PER_SECOND / rate;
    return true;
  }

  private boolean losesInBurst() {
    final Impairment.Burst burst = impairment.burst();
    if (burst.enter() == 0) {
      return false;
    }
    inBurst = inBurst ? !random.chance(burst.leave()) : random.chance(burst.enter());
    return strikes(Fault.BURST_LOSS, inBurst && random.chance(burst.loss()));
  }

  private boolean strikes(final Fault fault, final double probability) {
    return probability > 0 && strikes(fault, random.chance(probability));
  }

  private boolean strikes(final Fault fault, final boolean byChance) {
    final boolean forced = mayForce && !byChance && !struck.contains(fault);
    mayForce &= !forced;
    if (byChance || forced) {
      struck.add(fault);
    }
    return byChance || forced;
  }

  private void travel(final long nowNs) {
    long atNs = Math.max(busyUntilNs, nowNs) + impairment.delayNs();
    if (impairment.jitterNs() > 0) {
      atNs += random.between(0, impairment.jitterNs());
      fate.mark(Fault.JITTER);
    }
    if (strikes(Fault.REORDER, impairment.reorder())) {
      atNs += random.between(1, Math.max(1, impairment.reorderNs()));
      fate.mark(Fault.REORDER);
    } else {
      atNs = Math.max(atNs, lastArrivalNs);
      lastArrivalNs = atNs;
    }
    fate.arrive(atNs);
    if (strikes(Fault.DUPLICATION, impairment.duplication())) {
      fate.arriveAgain(atNs + random.between(0, DUPLICATE_SPREAD_NS));
    }
    if (strikes(Fault.CORRUPTION, impairment.corruption())) {
      fate.corrupt(random.nextLong());
    }
  }
}
