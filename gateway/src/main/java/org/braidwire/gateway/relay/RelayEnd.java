package org.braidwire.gateway.relay;

/**
 * How a carried connection ended.
 *
 * @param why for counters
 * @param detail for people; empty where {@code why} says it all
 * @param upBytes that the client's side sent and the target's side took
 * @param downBytes the other way
 */
public record RelayEnd(Why why, String detail, long upBytes, long downBytes) {
  /** Who ended it. */
  public enum Why {
    /** Both sides finished. */
    FINISHED,
    /** The client's side reset it, or broke. */
    CLIENT_FAILED,
    /** The target's side did. */
    TARGET_FAILED,
    /** Nothing came for too long. */
    IDLE,
    /** One side had finished and nothing came from the other for too long. */
    HALF_OPEN,
    /** The gateway stopped. */
    STOPPED
  }
}
