package org.braidwire.tuning.stat;

/** Why there are no counters to show; the message is one line for a user. */
public final class StatException extends Exception {
  private static final long serialVersionUID = 1L;

  public StatException(final String message) {
    super(message);
  }
}
