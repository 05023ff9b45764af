package org.braidwire.simulation.card;

/** What a card says of the checksum of a sound TCP segment that it hands over. */
public enum ReceivedChecksum {
  /** Nothing: the host has to sum. */
  UNSEEN,
  /** That it is right. */
  VERIFIED,
  /** That nobody has made it yet, as on a virtual link: the field holds the pseudo-header's sum alone. */
  PARTIAL
}
