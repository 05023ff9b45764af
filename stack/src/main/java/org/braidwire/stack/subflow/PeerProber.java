package org.braidwire.stack.subflow;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.base.Timer;

/**
 * Asks a peer of which nothing is heard whether it is still there: one that has shut its window (RFC 9293 3.8.6.1), and,
 * where {@link KeepAlive} wants it, one that merely rests (3.8.4). A peer that answers is asked for ever; one that does
 * not is gone. Engine thread.
 */
public final class PeerProber {
  private final Subflow subflow;

  /** Whether something that must be answered has left, and nothing was acknowledged since. */
  private boolean asked;

  /** When the first of what nothing has answered yet left. */
  private long askedNs;

  /** When the peer's newest segment came, or its silence began to mean anything. */
  private long heardNs;

  /** Keep-alives sent since then. */
  private int unanswered;

  PeerProber(final Subflow subflow) {
    this.subflow = subflow;
  }

  // ---- a shut window -------------------------------------------------------------------------------------------

  /** Sends an octet-less segment before SND.UNA, which must be answered; ends the subflow of a peer that is gone. */
  public void probe(final long nowNs) {
    if (!subflow.state().isSynchronized() || subflow.isSuspended()) {
      return;
    }
    expectAnswer(nowNs);
    if (nowNs - askedNs > RetransmissionTimer.USER_TIMEOUT_NS) {
      subflow.end(SubflowEnd.TIMED_OUT, nowNs);
    } else {
      subflow.context().writer().emitProbe(subflow, nowNs);
    }
  }

  /** Something has left that a peer which lives answers, now or when it is asked plainly: silence counts from here. */
  public void expectAnswer(final long nowNs) {
    if (!asked) {
      asked = true;
      askedNs = nowNs;
    }
  }

  /** An acceptable acknowledgement: the peer lives. */
  void onAnswer() {
    asked = false;
  }

  // ---- a peer that rests ---------------------------------------------------------------------------------------

  /** Any segment of the peer's, acceptable or not, shows that it lives and is reached. */
  void onHeard(final long nowNs) {
    heardNs = nowNs;
    unanswered = 0;
  }

  /** Nothing is outstanding: {@code timer}, which watched what was, now waits for the peer's silence, if anyone cares. */
  void rest(final Timer timer, final long nowNs) {
    final KeepAlive keepAlive = subflow.owner().keepAlive();
    if (keepAlive.isOn() && subflow.state() != SubflowState.TIME_WAIT && !subflow.isSuspended()) {
      subflow.context().timers().arm(timer, nowNs + keepAlive.idleNs());
    } else {
      subflow.context().timers().cancel(timer);
    }
  }

  /** {@code timer} has fired with nothing outstanding: asks, or waits on, or gives the subflow up as R2 does. */
  void onRested(final Timer timer, final long nowNs) {
    final KeepAlive keepAlive = subflow.owner().keepAlive();
    final long restsUntilNs = heardNs + keepAlive.idleNs();
    if (restsUntilNs > nowNs) {
      subflow.context().timers().arm(timer, restsUntilNs);
      return;
    }
    if (unanswered >= keepAlive.probes()) {
      subflow.end(SubflowEnd.TIMED_OUT, nowNs);
      return;
    }
    if (subflow.context().writer().emitProbe(subflow, nowNs)) { // one that the device refused asked nobody
      unanswered++;
      subflow.context().counters().increment(Counter.KEEP_ALIVES_SENT);
    }
    subflow.context().timers().arm(timer, nowNs + keepAlive.intervalNs());
  }
}
