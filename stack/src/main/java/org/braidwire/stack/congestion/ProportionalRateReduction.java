package org.braidwire.stack.congestion;

/**
 * How much each ACK of a recovery episode lets out, so that the window shrinks to ssthresh over one round trip
 * instead of at once (RFC 9937). Owned by the engine thread of its subflow; one instance for all its episodes.
 *
 * <p>The proportional share is rounded up to whole segments, as the RFC's figures count: a sender that sends whole
 * segments only would otherwise be a segment late all the way.
 */
public final class ProportionalRateReduction {
  private int smssBytes;
  private long ssthreshBytes;
  private long recoverFlightSizeBytes;
  private long deliveredBytes;
  private long sentBytes;
  private long cwndBytes;

  /**
   * An episode begins (RFC 9937 6.1); {@link #onAck} for the ACK that started it comes next.
   *
   * @param recoverFlightSizeBytes RecoverFS: SND.NXT - SND.UNA, less what was SACKed before the ACK that started
   *     the episode, plus what that ACK acknowledged cumulatively
   * @param ssthreshBytes the target, as the congestion control has just set it
   */
  public void onEntry(final long recoverFlightSizeBytes, final long ssthreshBytes, final int smssBytes) {
    assert smssBytes > 0 && ssthreshBytes > 0 : "smssBytes " + smssBytes + ", ssthreshBytes " + ssthreshBytes;
    this.recoverFlightSizeBytes = Math.max(1, recoverFlightSizeBytes);
    this.ssthreshBytes = ssthreshBytes;
    this.smssBytes = smssBytes;
    deliveredBytes = 0;
    sentBytes = 0;
    cwndBytes = ssthreshBytes;
  }

  /**
   * An ACK that does not end the episode (RFC 9937 6.2).
   *
   * @param newlyDeliveredBytes what it newly acknowledged, cumulatively and by SACK
   * @param inflightBytes the estimate of what is in the network, after this ACK
   * @param safeAck SND.UNA advanced and no further loss was found
   * @return SndCnt, how many octets may be sent now
   */
  public long onAck(final long newlyDeliveredBytes, final long inflightBytes, final boolean safeAck) {
    if (newlyDeliveredBytes <= 0) {
      return 0;
    }
    deliveredBytes += newlyDeliveredBytes;
    long allowedBytes = inflightBytes > ssthreshBytes
        ? proportionalBytes() - sentBytes
        : boundedBytes(newlyDeliveredBytes, inflightBytes, safeAck);
    if (sentBytes == 0) {
      // The fast retransmit that opens the episode is forced, and is a whole segment.
      allowedBytes = Math.max(allowedBytes, smssBytes);
    }
    allowedBytes = Math.max(0, allowedBytes);
    cwndBytes = inflightBytes + allowedBytes;
    return allowedBytes;
  }

  /** Anything was sent or sent again in the episode (RFC 9937 6.3). */
  public void onSent(final long bytes) {
    sentBytes += bytes;
  }

  /** The window to send by until the next ACK: in flight plus what that ACK allowed. */
  public long cwndBytes() {
    return cwndBytes;
  }

  private long proportionalBytes() {
    final long divisor = recoverFlightSizeBytes * smssBytes;
    return divideRoundingUp(deliveredBytes * ssthreshBytes, divisor) * smssBytes;
  }

  private long boundedBytes(final long newlyDeliveredBytes, final long inflightBytes, final boolean safeAck) {
    final long conservingBytes = Math.max(deliveredBytes - sentBytes, newlyDeliveredBytes);
    final long withProgressBytes = safeAck ? conservingBytes + smssBytes : conservingBytes;
    return Math.min(ssthreshBytes - inflightBytes, withProgressBytes);
  }

  private static long divideRoundingUp(final long dividend, final long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
