package org.braidwire.stack.subflow;

/** Why a subflow ended. */
public enum SubflowEnd {
  /** Both FINs acknowledged, TIME_WAIT included. */
  FINISHED,
  /** The peer sent RST. */
  RESET_BY_PEER,
  /** RST in answer to our SYN. */
  REFUSED,
  /** We sent RST. */
  RESET_BY_US,
  /** No answer for too long. */
  TIMED_OUT
}
