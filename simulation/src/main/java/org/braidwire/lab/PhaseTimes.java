package org.braidwire.lab;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Longest gap between deliveries and worst message delay, by phase of a run.
 *
 * <p>One thread delivers; one other announces phases with {@link #mark}; any reads. A gap belongs to the phase in
 * which it ends (and to phases that saw no delivery at all), a delay to the phase in which the message arrives.
 */
public final class PhaseTimes {
  /** Phases at most; a run has a handful. */
  public static final int MAX_PHASES = 32;

  private final String[] names = new String[MAX_PHASES];
  private final AtomicLongArray longestGapNs = new AtomicLongArray(MAX_PHASES);
  private final AtomicLongArray worstDelayNs = new AtomicLongArray(MAX_PHASES);
  private final AtomicLongArray deliveries = new AtomicLongArray(MAX_PHASES);
  private volatile int phases;
  private long lastDeliveryNs;
  private int lastPhase = -1;

  public PhaseTimes(final String firstPhase) {
    mark(firstPhase);
  }

  /** Begins the next phase. */
  public synchronized void mark(final String phase) {
    if (phases == MAX_PHASES) {
      throw new IllegalStateException("more than " + MAX_PHASES + " phases");
    }
    names[phases] = phase;
    phases++; // publishes the name
  }

  /** Bytes were delivered at {@code nowNs}. The first delivery of all ends no gap. */
  public void onDelivery(final long nowNs) {
    final int phase = phases - 1;
    if (lastPhase >= 0) {
      final long gapNs = nowNs - lastDeliveryNs;
      for (int passed = Math.min(lastPhase + 1, phase); passed <= phase; passed++) {
        raise(longestGapNs, passed, gapNs);
      }
    }
    lastDeliveryNs = nowNs;
    lastPhase = phase;
    deliveries.lazySet(phase, deliveries.get(phase) + 1);
  }

  /** A message arrived {@code delayNs} after it was meant to be sent. */
  public void onDelay(final long delayNs) {
    raise(worstDelayNs, phases - 1, delayNs);
  }

  public int phases() {
    return phases;
  }

  public String name(final int phase) {
    return names[checked(phase)];
  }

  public long longestGapNs(final int phase) {
    return longestGapNs.get(checked(phase));
  }

  public long worstDelayNs(final int phase) {
    return worstDelayNs.get(checked(phase));
  }

  public long deliveries(final int phase) {
    return deliveries.get(checked(phase));
  }

  /** The longest gap of all phases. */
  public long longestGapNs() {
    return greatest(longestGapNs);
  }

  /** The worst delay of all phases. */
  public long worstDelayNs() {
    return greatest(worstDelayNs);
  }

  private long greatest(final AtomicLongArray values) {
    long greatest = 0;
    for (int phase = 0; phase < phases; phase++) {
      greatest = Math.max(greatest, values.get(phase));
    }
    return greatest;
  }

  private static void raise(final AtomicLongArray values, final int phase, final long value) {
    if (value > values.get(phase)) {
      values.lazySet(phase, value); // a single writer
    }
  }

  private int checked(final int phase) {
    final int known = phases;
    if (phase < 0 || phase >= known) {
      throw new IndexOutOfBoundsException(
          "phase " + phase + " of " + Arrays.asList(names).subList(0, known));
    }
    return phase;
  }
}
