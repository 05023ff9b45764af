package org.braidwire.cli.demo;

/** How one phase went. The run's thread. */
final class PhaseRecord {
  private final DemoPhase phase;
  private final long startNs;
  private long endNs;
  private long effectiveNs;
  private long ownReinjectionNs;
  private long peerReinjectionNs;

  PhaseRecord(final DemoPhase phase, final long startNs) {
    this.phase = phase;
    this.startNs = startNs;
    effectiveNs = startNs;
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
    if (ownReinjectionNs == 0 && own.firstReinjectionNs() - startNs > 0) {
      ownReinjectionNs = own.firstReinjectionNs();
    }
    if (peerReinjectionNs == 0 && peer.firstReinjectionNs() - startNs > 0) {
      peerReinjectionNs = peer.firstReinjectionNs();
    }
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
        ownReinjectionNs == 0 ? -1 : millis(ownReinjectionNs - startNs),
        peerReinjectionNs == 0 ? -1 : millis(peerReinjectionNs - startNs));
  }

  private static double seconds(final long ns) {
    return ns / 1e9;
  }

  private static double millis(final long ns) {
    return ns / 1e6;
  }
}
