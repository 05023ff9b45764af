package org.braidwire.stack.api;

/** Why a connection ended. */
public enum CloseReason {
  /** Both directions were finished and acknowledged. */
  FINISHED(true),
  /** This side aborted. */
  ABORTED(false),
  /** The peer reset the last subflow, or closed fast (MP_FASTCLOSE). */
  RESET_BY_PEER(false),
  /** Nobody listens there: the first SYN was answered with RST. */
  REFUSED(false),
  /** No answer to the SYN, or no path answered for the user timeout. */
  TIMED_OUT(false),
  /** The peer broke the protocol beyond repair. */
  PROTOCOL_ERROR(false),
  /** The handler threw an exception. */
  HANDLER_FAILED(false),
  /** The stack was closed under the connection. */
  STACK_CLOSED(false);

  private final boolean clean;

  CloseReason(final boolean clean) {
    this.clean = clean;
  }

  /** Whether every byte of both directions was delivered. */
  public boolean isClean() {
    return clean;
  }
}
