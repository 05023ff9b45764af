package org.braidwire.stack.congestion;

/**
 * Growth by time since the last loss, not by round trips (RFC 9438): fills long fat links, is fair among
 * subflows of unlike delay, and never slower than Reno. Slow start is Reno's. Owned by the engine thread of its
 * subflow.
 *
 * <p>Windows are counted in segments as the RFC's formulae do, in double arithmetic of which every step is exactly
 * defined, so that a simulation replays to the bit. The increase of one ACK is scaled by the segments it
 * acknowledges: an ACK of several segments opens the window as several ACKs would.
 */
public final class Cubic extends WindowedControl {
  public static final String NAME = "cubic";

  // RFC 9438 4.6, 5 and 4.3.
  private static final double BETA = 0.7;
  private static final double C_SEGMENTS_PER_SECOND_CUBED = 0.4;
  private static final double ALPHA = 3.0 * (1.0 - BETA) / (1.0 + BETA);
  private static final double ALPHA_RENO = 1.0;
  private static final double MAX_TARGET_GROWTH = 1.5;
  private static final double NS_PER_SECOND = 1e9;

  private double wMaxSegments;
  private double cwndPriorSegments;

  // The congestion avoidance stage under way; valid while epochRunning.
  private boolean epochRunning;
  private double wEstSegments;
  private double kSeconds;
  private double originSegments;
  private long epochStartNs;
  private long lastAckNs;

  /** The part of an octet that an increase left over; at least 0, below 1. */
  private double carryBytes;

  /** The next stage is the first one after a time-out. */
  private boolean afterTimeout;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void onEstablished(final int smssBytes) {
    super.onEstablished(smssBytes);
    wMaxSegments = 0;
    cwndPriorSegments = 0;
    afterTimeout = false;
  }

  @Override
  long reduced(final long lostFlightBytes) {
    // RFC 9438 4.6: ssthresh = flight_size * beta, in whole octets.
    return lostFlightBytes * 7 / 10;
  }

  @Override
  void onReduction(final boolean timeout) {
    final double cwndSegments = cwndSegments();
    // RFC 9438 4.7: a saturation point lower than the last one leaves room for a newcomer.
    wMaxSegments = cwndSegments < wMaxSegments ? cwndSegments * (1.0 + BETA) / 2.0 : cwndSegments;
    cwndPriorSegments = cwndSegments;
    afterTimeout = timeout;
  }

  @Override
  void onAvoidanceInterrupted() {
    epochRunning = false;
    carryBytes = 0;
  }

  @Override
  void onNotLimited(final long nowNs) {
    if (epochRunning) {
      // RFC 9438 4.2: t must not include periods in which the application limits.
      epochStartNs += nowNs - lastAckNs;
      lastAckNs = nowNs;
    }
  }

  @Override
  long avoidanceIncreaseBytes(final int ackedBytes, final long nowNs, final long srttNs) {
    if (!epochRunning) {
      beginEpoch(nowNs);
    }
    lastAckNs = nowNs;
    final double ackedSegments = (double) ackedBytes / smssBytes();
    final double cwndSegments = cwndSegments();
    growEstimate(ackedSegments, cwndSegments);
    final double elapsedSeconds = (nowNs - epochStartNs) / NS_PER_SECOND;
    final double increaseSegments;
    if (cubic(elapsedSeconds) < wEstSegments) {
      // RFC 9438 4.3: the Reno-friendly region.
      increaseSegments = Math.max(0.0, wEstSegments - cwndSegments);
    } else {
      // RFC 9438 4.4 and 4.5: concave and convex regions grow by the same rule.
      final double aheadSegments = cubic(elapsedSeconds + srttNs / NS_PER_SECOND);
      final double target = Math.clamp(aheadSegments, cwndSegments, MAX_TARGET_GROWTH * cwndSegments);
      increaseSegments = ackedSegments * (target - cwndSegments) / cwndSegments;
    }
    return wholeBytes(increaseSegments * smssBytes());
  }

  private void beginEpoch(final long nowNs) {
    final double cwndSegments = cwndSegments();
    epochRunning = true;
    epochStartNs = nowNs;
    wEstSegments = cwndSegments;
    if (afterTimeout || wMaxSegments <= cwndSegments) {
      // RFC 9438 4.8, and 4.10 for a stage that no loss preceded: K = 0, W_max is where the stage starts.
      kSeconds = 0;
      wMaxSegments = cwndSegments;
      afterTimeout = false;
    } else {
      // RFC 9438 4.2, figure 2.
      kSeconds = Math.cbrt((wMaxSegments - cwndSegments) / C_SEGMENTS_PER_SECOND_CUBED);
    }
    originSegments = wMaxSegments;
  }

  private void growEstimate(final double ackedSegments, final double cwndSegments) {
    // RFC 9438 4.3, figure 4; as fast as Reno once the window of the last reduction is reached.
    final double alpha = wEstSegments >= cwndPriorSegments ? ALPHA_RENO : ALPHA;
    wEstSegments += alpha * ackedSegments / cwndSegments;
  }

  /** W_cubic(t), RFC 9438 4.2, figure 1. */
  private double cubic(final double seconds) {
    final double fromOrigin = seconds - kSeconds;
    return C_SEGMENTS_PER_SECOND_CUBED * fromOrigin * fromOrigin * fromOrigin + originSegments;
  }

  private long wholeBytes(final double increaseBytes) {
    final double total = increaseBytes + carryBytes;
    final long whole = (long) total;
    carryBytes = total - whole;
    return whole;
  }

  private double cwndSegments() {
    return (double) cwndBytes() / smssBytes();
  }
}
