package org.braidwire.stack.wire;

/** Why a TCP segment cannot be decoded; every one is a counted drop. */
public enum WireFault {
  /** No fault. */
  NONE,
  /** Fewer octets than the fixed header. */
  SHORT_HEADER,
  /** The data offset is below 20 or points past the segment. */
  DATA_OFFSET,
  /** An option's length octet is missing, 0, 1, or leads past the header. */
  OPTION_LENGTH
}
