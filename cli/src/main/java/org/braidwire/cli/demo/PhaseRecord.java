package org.braidwire.cli.demo;

/** How one phase went. The run's thread. */
final class PhaseRecord {
  private static final double NOT_MEASURED = -1;

  private final DemoPhase phase;
  private final long startNs;
  private long endNs;
  private long effectiveNs;
  private final Reinjection ownReinjection;
  private final Reinjection peerReinjection;

  PhaseRecord(final DemoPhase phase, final long startNs) {
    this.phase = phase;
    this.startNs = startNs;
    effectiveNs = startNs;
    ownReinjection = new Reinjection(startNs);
    peerReinjection = new Reinjection(startNs);
  }

  DemoPhase phase() {
    return phase;
  }

  long startNs() {
    return startNs;
  }

  /** The command that makes the phase's fault has returned. */
  void onEffective(final long nowNs) {
    effectiveNs = nowNs;
  }

  void onSample(final EndSample own, final EndSample peer) {
    ownReinjection.onSample(own);
    peerReinjection.onSample(peer);
  }

  void onEnd(final long nowNs) {
    endNs = nowNs;
  }

  /** The record as it is published. */
  DemoSummary.Phase summary() {
    return new DemoSummary.Phase(
        phase.title(),
        seconds(endNs - startNs),
        millis(effectiveNs - startNs),
        ownReinjection.afterMs(),
        peerReinjection.afterMs());
  }

  /**
   * When one end first sent bytes again elsewhere, from the last progress on the link: the last acknowledgement over it.
   * The fault came then, at the earliest; the command that makes it may take much longer on a busy machine. Not measured
   * where nothing was sent again, or where progress came after it: that copy was of another hiccup.
   */
  private final class Reinjection {
    private long firstNs;
    private long lastWorkedNs;

    /** @param startNs before which the fault cannot have come */
    Reinjection(final long startNs) {
      lastWorkedNs = startNs;
    }

    void onSample(final EndSample end) {
      final SubflowSample faulty = phase.faultyLink() == 0 ? null : end.onLink(phase.faultyLink());
      if (faulty == null) {
        return;
      }
      // The latest episode counts: one that ended by progress was another hiccup, before the fault took hold.
      if (faulty.firstReinjectionNs() - startNs > 0) {
        firstNs = faulty.firstReinjectionNs();
      }
      if (faulty.lastProgressNs() - lastWorkedNs > 0) {
        lastWorkedNs = faulty.lastProgressNs();
      }
    }

    double afterMs() {
      return firstNs == 0 || firstNs - lastWorkedNs < 0 ? NOT_MEASURED : millis(firstNs - lastWorkedNs);
    }
  }

  private static double seconds(final long ns) {
    return ns / 1e9;
  }

  private static double millis(final long ns) {
    return ns / 1e6;
  }
}
