package org.braidwire.gateway.back;

import org.braidwire.gateway.base.Outcome;

/** A target that was not reached. The message is for the journal; a client learns the outcome only. */
public final class ConnectFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  public ConnectFailure(final Outcome outcome, final String message) {
    super(message);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
