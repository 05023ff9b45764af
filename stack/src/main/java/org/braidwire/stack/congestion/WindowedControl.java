package org.braidwire.stack.congestion;

/**
 * What NewReno and CUBIC have in common: initial window, slow start, the arithmetic of loss and time-out, restart
 * after idleness. A subclass says how far a loss reduces and how the window grows in congestion avoidance.
 *
 * <p>Owned by the engine thread of its subflow. The window is never below one segment, ssthresh never below two.
 */
abstract class WindowedControl implements CongestionControl {
  private static final int INITIAL_SEGMENTS = 10;
  private static final int INITIAL_BYTES = 14_600;
  private static final int MIN_SEGMENTS = 2;

  /** L of RFC 3465: an ACK opens the window by at most so many segments in slow start. */
  private static final int BYTE_COUNTING_SEGMENTS = 2;

  private static final int BYTE_COUNTING_SEGMENTS_AFTER_TIMEOUT = 1;

  private int smssBytes;
  private long cwndBytes;
  private long ssthreshBytes = MAX_CWND_BYTES;
  private boolean inRecovery;

  /** No ACK of new data came since the retransmission timer expired. */
  private boolean timedOutWithoutProgress;

  /** The slow start under way was begun by a time-out. */
  private boolean slowStartAfterTimeout;

  /** What ssthresh becomes when {@code lostFlightBytes} were outstanding; the floor is applied by the caller. */
  abstract long reduced(long lostFlightBytes);

  /** A window was lost by duplicate ACKs or time-out; called before cwnd and ssthresh change. */
  abstract void onReduction(boolean timeout);

  /** The window no longer follows from the growth before: congestion avoidance will begin anew. */
  abstract void onAvoidanceInterrupted();

  /** Growth in congestion avoidance, only asked while the window limits the sender: octets to add. */
  abstract long avoidanceIncreaseBytes(int ackedBytes, long nowNs, long srttNs);

  /** An ACK came that must not open the window because the sender did not fill it. */
  abstract void onNotLimited(long nowNs);

  @Override
  public final long cwndBytes() {
    return cwndBytes;
  }

  @Override
  public final long ssthreshBytes() {
    return ssthreshBytes;
  }

  final int smssBytes() {
    return smssBytes;
  }

  @Override
  public void onEstablished(final int smssBytes) {
    assert smssBytes > 0 : "smssBytes " + smssBytes;
    this.smssBytes = smssBytes;
    cwndBytes = initialWindowBytes();
    ssthreshBytes = MAX_CWND_BYTES;
    inRecovery = false;
    timedOutWithoutProgress = false;
    slowStartAfterTimeout = false;
    onAvoidanceInterrupted();
  }

  @Override
  public final void onHandshakeLoss() {
    cwndBytes = smssBytes;
  }

  @Override
  public final void onAck(
      final int ackedBytes,
      final long nowNs,
      final long srttNs,
      final long flightSizeBytes,
      final boolean cwndLimited) {
    assert ackedBytes > 0 : "ackedBytes " + ackedBytes;
    assert !inRecovery : "growth in fast recovery";
    timedOutWithoutProgress = false;
    if (inSlowStart()) {
      // RFC 7661 4.3: a window of which half was used is still validated by slow start.
      if (cwndLimited || 2 * flightSizeBytes > cwndBytes) {
        growInSlowStart(ackedBytes);
      }
      return;
    }
    slowStartAfterTimeout = false;
    if (cwndLimited) {
      cwndBytes = Math.min(MAX_CWND_BYTES, cwndBytes + avoidanceIncreaseBytes(ackedBytes, nowNs, srttNs));
    } else {
      onNotLimited(nowNs);
    }
  }

  private void growInSlowStart(final int ackedBytes) {
    // RFC 3465 2.2 and 2.3: up to L segments an ACK, L = 1 where a time-out began this slow start.
    final int segments = slowStartAfterTimeout ? BYTE_COUNTING_SEGMENTS_AFTER_TIMEOUT : BYTE_COUNTING_SEGMENTS;
    final long increaseBytes = Math.min(ackedBytes, (long) segments * smssBytes);
    cwndBytes = Math.min(ssthreshBytes, cwndBytes + increaseBytes);
  }

  @Override
  public final void onFastRecoveryEntry(final long flightSizeBytes, final long nowNs) {
    reduce(flightSizeBytes, false);
    cwndBytes = ssthreshBytes;
    inRecovery = true;
  }

  @Override
  public final void onRecoveryExit(final long nowNs) {
    if (inRecovery) {
      inRecovery = false;
      // RFC 9937 6.4.
      cwndBytes = ssthreshBytes;
    }
  }

  @Override
  public final void onRetransmissionTimeout(final long flightSizeBytes, final long nowNs) {
    // RFC 5681 3.1: ssthresh is held when the same segment times out again.
    if (!timedOutWithoutProgress) {
      reduce(flightSizeBytes, true);
    }
    cwndBytes = smssBytes;
    inRecovery = false;
    timedOutWithoutProgress = true;
    slowStartAfterTimeout = true;
  }

  private void reduce(final long flightSizeBytes, final boolean timeout) {
    onReduction(timeout);
    // RFC 5681 3.2 step 2: what Limited Transmit sent beyond the window does not count.
    final long lostFlightBytes = Math.min(flightSizeBytes, cwndBytes);
    ssthreshBytes = Math.max(reduced(lostFlightBytes), (long) MIN_SEGMENTS * smssBytes);
    onAvoidanceInterrupted();
  }

  @Override
  public final void onIdleRestart(final long nowNs) {
    if (inRecovery) {
      return;
    }
    final long restartBytes = Math.min(initialWindowBytes(), cwndBytes);
    if (restartBytes < cwndBytes) {
      // RFC 7661 4.4.2: what was known of the path is kept as the end of the coming slow start.
      ssthreshBytes = Math.max(ssthreshBytes, cwndBytes - cwndBytes / 4);
      // RFC 5681 4.1: RW = min(IW, cwnd).
      cwndBytes = restartBytes;
    }
    onAvoidanceInterrupted();
  }

  private long initialWindowBytes() {
    // RFC 6928 2 (1).
    return Math.min((long) INITIAL_SEGMENTS * smssBytes, Math.max((long) MIN_SEGMENTS * smssBytes, INITIAL_BYTES));
  }
}
