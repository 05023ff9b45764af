package org.braidwire.stack.api;

import java.io.IOException;

/** A connection that could not be opened, or that ended before both directions were finished. */
public final class ConnectionEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final CloseReason reason;

  public ConnectionEndedException(final String subject, final CloseReason reason) {
    this(subject, reason, null);
  }

  ConnectionEndedException(final String subject, final CloseReason reason, final Throwable cause) {
    super(subject + ": " + describe(reason), cause);
    this.reason = reason;
  }

  public CloseReason reason() {
    return reason;
  }

  private static String describe(final CloseReason reason) {
    return switch (reason) {
      case FINISHED -> "connection finished";
      case ABORTED -> "connection aborted";
      case RESET_BY_PEER -> "connection reset by peer";
      case REFUSED -> "connection refused";
      case TIMED_OUT -> "no answer in time";
      case PROTOCOL_ERROR -> "the peer broke the protocol";
      case HANDLER_FAILED -> "the connection's handler failed";
      case STACK_CLOSED -> "the stack was closed";
    };
  }
}
