package org.braidwire.simulation.link;

/** What can go wrong on purpose. A fault is counted when it really hits a frame or a host, not when it is armed. */
public enum Fault {
  /** Independent loss. */
  LOSS,
  /** Loss in the bad state of the Gilbert-Elliott chain. */
  BURST_LOSS,
  /** The link's queue was full. */
  QUEUE_FULL,
  /** Delayed beyond its fair share, order kept. */
  JITTER,
  /** Held back so that later frames may overtake it. */
  REORDER,
  /** Arrived twice. */
  DUPLICATION,
  /** Bits flipped on the way. */
  CORRUPTION,
  /** Swallowed while the carrier stayed up. */
  SILENT_OUTAGE,
  /** Lost because the link had no carrier. */
  CARRIER_OUTAGE,
  /** A middlebox took MPTCP options away. */
  OPTIONS_STRIPPED,
  /** A middlebox took the DATA_ACK of a pure acknowledgement away. */
  DATA_ACK_STRIPPED,
  /** A middlebox wrote a data sequence number or DATA_ACK in its 4-octet form. */
  SEQUENCE_SHORTENED,
  /** A middlebox made a window wider than it was meant. */
  WINDOW_INFLATED,
  /** A middlebox changed the HMAC of a join's third ACK. */
  HMAC_FORGED,
  /** The receiving host had no frame left. */
  NO_FRAME,
  /** The receiving host did not run for a while. */
  ENGINE_STALL,
  /** The receiving host was gone, or had restarted without memory. */
  PEER_CRASH
}
