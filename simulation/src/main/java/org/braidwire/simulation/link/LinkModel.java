package org.braidwire.simulation.link;

/**
 * One direction of a link as arithmetic: told when a frame of how many octets is handed over, it says what
 * becomes of it. Knows neither frames nor clocks, so that the simulation and a box between real links share it.
 *
 * <p>The rate is a line that is busy until some time; what waits for it is the queue. Jitter keeps the order;
 * only {@link Impairment#reorder} lets frames overtake. One thread.
 */
public final class LinkModel {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int BITS_PER_OCTET = 8;

  /** A second copy follows within this time. */
  private static final long DUPLICATE_SPREAD_NS = 2_000_000L;

  private final SeededRandom random;
  private final Fate fate = new Fate();
  private Impairment impairment;
  private Outage outage = Outage.NONE;
  private long busyUntilNs;
  private long lastArrivalNs;
  private boolean inBurst;

  public LinkModel(final Impairment impairment, final SeededRandom random) {
    this.impairment = impairment;
    this.random = random;
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
    if (!delivers()) {
      fate.drop(outageFault());
    } else if (!queue(nowNs, bytes)) {
      fate.drop(Fault.QUEUE_FULL);
    } else if (losesInBurst()) {
      fate.drop(Fault.BURST_LOSS);
    } else if (random.chance(impairment.loss())) {
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
    return inBurst && random.chance(burst.loss());
  }

  private void travel(final long nowNs) {
    long atNs = Math.max(busyUntilNs, nowNs) + impairment.delayNs();
    if (impairment.jitterNs() > 0) {
      atNs += random.between(0, impairment.jitterNs());
      fate.mark(Fault.JITTER);
    }
    if (random.chance(impairment.reorder())) {
      atNs += random.between(1, Math.max(1, impairment.reorderNs()));
      fate.mark(Fault.REORDER);
    } else {
      atNs = Math.max(atNs, lastArrivalNs);
      lastArrivalNs = atNs;
    }
    fate.arrive(atNs);
    if (random.chance(impairment.duplication())) {
      fate.arriveAgain(atNs + random.between(0, DUPLICATE_SPREAD_NS));
    }
    if (random.chance(impairment.corruption())) {
      fate.corrupt(random.nextLong());
    }
  }
}
