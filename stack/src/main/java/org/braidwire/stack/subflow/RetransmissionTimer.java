package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Timer;

/**
 * The one timer of a subflow: RFC 6298's while something is outstanding, {@link PeerProber}'s while nothing is. Gives the
 * subflow up that nothing answers. Engine thread.
 */
final class RetransmissionTimer extends Timer {
  /** RFC 9293 3.8.3: a SYN is sent again for at least three minutes. */
  private static final int SYN_RETRIES = 7;

  /** RFC 9293 3.8.3 (R2): a subflow without any answer for this long is dead. */
  static final long USER_TIMEOUT_NS = 120_000_000_000L;

  private final Subflow subflow;
  private final SubflowSender sender;
  private int timeouts;

  RetransmissionTimer(final Subflow subflow, final SubflowSender sender) {
    this.subflow = subflow;
    this.sender = sender;
  }

  /** RFC 6298 5.1, 5.3: an RTO from now. */
  void start(final long nowNs) {
    subflow.context().timers().arm(this, nowNs + sender.rtt().rtoNs());
  }

  /** RFC 6298 5.2, 5.3: something new was acknowledged. */
  void onAcknowledged(final long nowNs) {
    if (sender.queue().isEmpty()) {
      subflow.prober().rest(this, nowNs);
    } else if (!subflow.isSuspended()) {
      start(nowNs);
    }
  }

  /** The peer is reached. */
  void onProgress() {
    timeouts = 0;
  }

  void onSuspended() {
    subflow.context().timers().cancel(this);
    if (!subflow.state().isSynchronized()) {
      // nobody opens for ever
      subflow.context().timers().arm(this, sender.lastProgressNs() + USER_TIMEOUT_NS);
    }
  }

  void onResumed(final long nowNs) {
    timeouts = 0;
    if (!sender.queue().isEmpty()) {
      start(nowNs);
    } else if (subflow.state().isSynchronized()) {
      subflow.prober().rest(this, nowNs);
    }
  }

  void stop() {
    subflow.context().timers().remove(this);
  }

  /** RFC 6298 5.4-5.6. */
  @Override
  protected void onDeadline(final long nowNs) {
    final boolean opening = !subflow.state().isSynchronized();
    if (!opening && sender.queue().isEmpty()) {
      subflow.prober().onRested(this, nowNs);
      return;
    }
    timeouts++;
    if (isHopeless(opening, nowNs)) {
      subflow.end(SubflowEnd.TIMED_OUT, nowNs);
      return;
    }
    subflow.context().counters().increment(Counter.RETRANSMISSION_TIMEOUTS);
    sender.rtt().backOff();
    if (sender.queue().isEmpty()) {
      sender.sendSyn(nowNs); // there was no room for it yet
      return;
    }
    start(nowNs);
    sender.onRetransmissionTimeout(opening, nowNs);
  }

  private boolean isHopeless(final boolean opening, final long nowNs) {
    return opening
        ? timeouts > SYN_RETRIES || subflow.isSuspended()
        : nowNs - sender.lastProgressNs() > USER_TIMEOUT_NS;
  }

  /** Time-outs since the last progress. */
  int timeouts() {
    return timeouts;
  }
}
