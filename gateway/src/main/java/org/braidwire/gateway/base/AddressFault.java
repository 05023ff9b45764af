package org.braidwire.gateway.base;

/** What is wrong with an address field. */
public enum AddressFault {
  NONE,
  /** Shorter than its type and length say. */
  TRUNCATED,
  UNKNOWN_TYPE,
  EMPTY_NAME,
  /** The name has octets that no host's name has. */
  BAD_NAME,
  /** A name where only an address may stand. */
  NAME_NOT_ALLOWED,
  PORT_ZERO
}
