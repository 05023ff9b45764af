package org.braidwire.stack.congestion;

/**
 * Round-trip time of a subflow and the retransmission time-out that follows from it (RFC 6298). The caller obeys
 * Karn's rule: a sample comes from a timestamp or from a segment that was sent once. Owned by the engine thread of
 * its subflow.
 */
public final class RttEstimator {
  /** Below the one second of RFC 6298 2.4, as common stacks are. */
  public static final long MIN_RTO_NS = 200_000_000L;

  public static final long INITIAL_RTO_NS = 1_000_000_000L;

  /** RFC 6298 2.5 allows no less. */
  public static final long MAX_RTO_NS = 60_000_000_000L;

  /** RFC 6298 5.7: where data begins after the SYN timed out and nothing was measured. */
  public static final long RTO_AFTER_SYN_TIMEOUT_NS = 3_000_000_000L;

  /** G, the clock granularity. */
  static final long GRANULARITY_NS = 1_000L;

  private static final int K = 4;

  /** A sample older than this says nothing of the path as it is: its queues have changed since. */
  private static final long FRESH_FOR_NS = 1_000_000_000L;

  private long srttNs;
  private long rttVarNs;
  private long latestRttNs;
  private long minRttNs;
  private long computedRtoNs = INITIAL_RTO_NS;
  private long rtoNs = INITIAL_RTO_NS;
  private int backOffs;
  private long lastSampleNs;
  private boolean expired;

  /** A round trip was measured; clears the back-off. After a second without samples the measurement begins anew. */
  public void onSample(final long rttNs, final long nowNs) {
    assert rttNs >= 0 : "rttNs " + rttNs;
    // Zero means "not measured" to the readers of srttNs.
    final long sampleNs = Math.max(1, rttNs);
    if (srttNs == 0 || isStale(nowNs)) {
      // RFC 6298 2.2.
      minRttNs = srttNs == 0 ? sampleNs : Math.min(minRttNs, sampleNs);
      srttNs = sampleNs;
      rttVarNs = sampleNs / 2;
    } else {
      // RFC 6298 2.3: RTTVAR first, with beta = 1/4, then SRTT with alpha = 1/8.
      rttVarNs += (Math.abs(srttNs - sampleNs) - rttVarNs) / 4;
      srttNs += (sampleNs - srttNs) / 8;
      minRttNs = Math.min(minRttNs, sampleNs);
    }
    latestRttNs = sampleNs;
    lastSampleNs = nowNs;
    expired = false;
    computedRtoNs = Math.clamp(srttNs + Math.max(GRANULARITY_NS, K * rttVarNs), MIN_RTO_NS, MAX_RTO_NS);
    clearBackOff();
  }

  /** The retransmission timer expired: twice the time-out, up to the maximum (RFC 6298 5.5). */
  public void backOff() {
    rtoNs = Math.min(MAX_RTO_NS, rtoNs * 2);
    backOffs++;
  }

  private void clearBackOff() {
    rtoNs = computedRtoNs;
    backOffs = 0;
  }

  /** The handshake is complete after the timer had expired for the SYN (RFC 6298 5.7). */
  public void onEstablishedAfterSynTimeout() {
    if (!hasSample()) {
      computedRtoNs = RTO_AFTER_SYN_TIMEOUT_NS;
    }
    clearBackOff();
  }

  /**
   * The path was down and is back: the time-out is the computed one again, without a sample, and the next sample counts
   * as the first.
   */
  public void onPathRestored() {
    clearBackOff();
    expired = true;
  }

  /** Whether the values are of the past, or there are none. */
  public boolean isStale(final long nowNs) {
    return srttNs == 0 || expired || nowNs - lastSampleNs > FRESH_FOR_NS;
  }

  public boolean hasSample() {
    return srttNs != 0;
  }

  /** Smoothed round-trip time; 0 before the first sample. */
  public long srttNs() {
    return srttNs;
  }

  public long rttVarNs() {
    return rttVarNs;
  }

  /** The time-out to arm the timer with, back-off included. */
  public long rtoNs() {
    return rtoNs;
  }

  /** The time-out that follows from the samples alone, whatever was backed off since. */
  public long computedRtoNs() {
    return computedRtoNs;
  }

  /** Time-outs in a row since the last sample. */
  public int backOffs() {
    return backOffs;
  }

  /** The last sample; 0 before the first. */
  public long latestRttNs() {
    return latestRttNs;
  }

  /** The smallest sample of the subflow's life; 0 before the first. */
  public long minRttNs() {
    return minRttNs;
  }
}
