package org.braidwire.simulation.check;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import org.braidwire.simulation.link.Fault;

/**
 * How often each fault really hit a segment in each phase of a connection. A fault that never fired proves
 * nothing: the empty cells of the table say what has not been tried. One thread; {@link #add} merges.
 */
public final class Coverage {
  /** The phase that a segment belongs to. */
  public enum Phase {
    SYN,
    JOIN,
    DATA,
    FALLBACK,
    CLOSE
  }

  private static final Fault[] FAULTS = Fault.values();
  private static final Phase[] PHASES = Phase.values();

  private final long[][] hits = new long[FAULTS.length][PHASES.length];

  void hit(final Fault fault, final Phase phase) {
    hits[fault.ordinal()][phase.ordinal()]++;
  }

  public long hits(final Fault fault, final Phase phase) {
    return hits[fault.ordinal()][phase.ordinal()];
  }

  /** The faults that hit at least one segment. */
  public EnumSet<Fault> fired() {
    final EnumSet<Fault> fired = EnumSet.noneOf(Fault.class);
    for (final Fault fault : FAULTS) {
      if (Arrays.stream(hits[fault.ordinal()]).sum() > 0) {
        fired.add(fault);
      }
    }
    return fired;
  }

  /** Kinds of fault of the path that hit at least one segment, beside outages and what cards do. */
  public int kindsOfPath() {
    final EnumSet<Fault> kinds = fired();
    kinds.removeIf(Fault::isOfCard);
    kinds.remove(Fault.SILENT_OUTAGE);
    kinds.remove(Fault.CARRIER_OUTAGE);
    return kinds.size();
  }

  /** Whether an outage swallowed at least one segment. */
  public boolean hasOutage() {
    final EnumSet<Fault> fired = fired();
    return fired.contains(Fault.SILENT_OUTAGE) || fired.contains(Fault.CARRIER_OUTAGE);
  }

  public void add(final Coverage other) {
    for (int fault = 0; fault < FAULTS.length; fault++) {
      for (int phase = 0; phase < PHASES.length; phase++) {
        hits[fault][phase] += other.hits[fault][phase];
      }
    }
  }

  /** The table as text, a dash in each empty cell, and how many of those there are. */
  public String table() {
    final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-20s", "fault x phase"));
    int empty = 0;
    for (final Phase phase : PHASES) {
      text.append(String.format(Locale.ROOT, "%12s", phase));
    }
    for (final Fault fault : FAULTS) {
      text.append('\n')
          .append(String.format(Locale.ROOT, "%-20s", fault.name().toLowerCase(Locale.ROOT)));
      for (final Phase phase : PHASES) {
        final long count = hits(fault, phase);
        empty += count == 0 ? 1 : 0;
        text.append(String.format(Locale.ROOT, "%12s", count == 0 ? "-" : Long.toString(count)));
      }
    }
    return text.append("\nempty cells: ")
        .append(empty)
        .append(" of ")
        .append(FAULTS.length * PHASES.length)
        .toString();
  }
}
