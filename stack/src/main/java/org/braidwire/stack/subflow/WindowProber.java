package org.braidwire.stack.subflow;

/**
 * Asks a peer that has shut its window whether it has opened it, as long as it answers at all (RFC 9293 3.8.6.1).
 * Engine thread.
 */
public final class WindowProber {
  private final Subflow subflow;
  private boolean asked;

  /** When the first of what nothing has answered yet left. */
  private long askedNs;

  WindowProber(final Subflow subflow) {
    this.subflow = subflow;
  }

  /** Sends an octet-less segment before SND.UNA, which must be answered; ends the subflow of a peer that is gone. */
  public void probe(final long nowNs) {
    if (!subflow.state().isSynchronized() || subflow.isSuspended()) {
      return;
    }
    expectAnswer(nowNs);
    if (nowNs - askedNs > SubflowSender.USER_TIMEOUT_NS) {
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

  /** The peer lives. */
  void onAnswer() {
    asked = false;
  }
}
