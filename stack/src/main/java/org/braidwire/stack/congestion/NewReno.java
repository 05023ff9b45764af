package org.braidwire.stack.congestion;

/**
 * Halve on loss, one segment more each round trip (RFC 5681, RFC 6582): the reference that everything else is
 * measured against. Owned by the engine thread of its subflow.
 */
public final class NewReno extends WindowedControl {
  public static final String NAME = "newreno";

  /** Acknowledged since the window last grew; below cwnd. */
  private long avoidanceAckedBytes;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  long reduced(final long lostFlightBytes) {
    // RFC 5681 3.1 (4).
    return lostFlightBytes / 2;
  }

  @Override
  void onReduction(final boolean timeout) {
    // The window before a loss is of no use to NewReno.
  }

  @Override
  void onAvoidanceInterrupted() {
    avoidanceAckedBytes = 0;
  }

  @Override
  void onNotLimited(final long nowNs) {
    // Growth counts octets, not time: nothing passes while the window is not filled.
  }

  @Override
  long avoidanceIncreaseBytes(final int ackedBytes, final long nowNs, final long srttNs) {
    // RFC 5681 3.1: a segment for each window of acknowledged octets, never two in one ACK.
    avoidanceAckedBytes += ackedBytes;
    if (avoidanceAckedBytes < cwndBytes()) {
      return 0;
    }
    avoidanceAckedBytes = Math.min(avoidanceAckedBytes - cwndBytes(), cwndBytes());
    return smssBytes();
  }
}
