package org.braidwire.simulation.link;

/**
 * What can go wrong on purpose, or be otherwise than the plainest card does it. A fault is counted when it really hits
 * a frame or a host, not when it is armed.
 */
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
  PEER_CRASH,
  /** The card cut a run of segments that it was given as one. */
  CUT(true),
  /** The card made it one with its neighbours before the host saw it. */
  MERGED(true),
  /** The card handed it over with the pseudo-header's sum for a checksum. */
  PARTIAL_CHECKSUM(true),
  /** The receiving card's slot was too short for it. */
  TRUNCATION(true),
  /** The receiving card's ring was full. */
  RECEIVE_RING_FULL(true),
  /** No memory could be had for it, and the ring waited, with all behind it. */
  RECEIVE_BLOCKED(true),
  /** It waited, but the poll gave others only. */
  PARTIAL_BURST(true),
  /** The card refused it though it had room. */
  TRANSMIT_REFUSED(true),
  /** It took the last place in the card's transmit ring, or found none. */
  TRANSMIT_RING_FULL(true),
  /** The card was down, its carrier up. */
  DEVICE_DOWN(true),
  /** The card gave its memory back late. */
  LATE_COMPLETION(true),
  /** The card gave its memory back before that of an earlier frame. */
  REORDERED_COMPLETION(true),
  /** When the card gave the payload's memory back, nobody else held it any more. */
  PAYLOAD_OUTLIVED(true);

  private final boolean ofCard;

  Fault() {
    this(false);
  }

  Fault(final boolean ofCard) {
    this.ofCard = ofCard;
  }

  /** Whether a card does it, and not the path between two. */
  public boolean isOfCard() {
    return ofCard;
  }
}
