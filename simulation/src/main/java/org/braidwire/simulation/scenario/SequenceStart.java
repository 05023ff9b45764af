package org.braidwire.simulation.scenario;

/** Where the numbers of a connection begin. */
public enum SequenceStart {
  ANYWHERE,
  /** Subflow sequence numbers pass 2^32 within the transfer. */
  BEFORE_SEQUENCE_WRAP,
  /** Data sequence numbers pass 2^64 within the transfer. */
  BEFORE_DATA_WRAP,
  /** The lower half of the data sequence number passes 2^32 within the transfer. */
  BEFORE_LOW_DATA_WRAP
}
