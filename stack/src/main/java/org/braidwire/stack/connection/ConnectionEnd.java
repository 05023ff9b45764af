package org.braidwire.stack.connection;

/** How a connection ended, as the floor that knows it says it. */
public enum ConnectionEnd {
  FINISHED,
  ABORTED,
  RESET_BY_PEER,
  REFUSED,
  TIMED_OUT,
  PROTOCOL_ERROR,
  HANDLER_FAILED,
  STACK_CLOSED
}
