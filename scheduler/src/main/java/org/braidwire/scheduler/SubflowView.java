package org.braidwire.scheduler;

/**
 * What a scheduling policy may know of a subflow: a read-only window on state that its connection owns, so that a
 * policy can be tested with plain values and can never move a protocol variable. Read by the engine thread only,
 * during one question; a policy keeps no reference to it.
 */
public interface SubflowView {
  /** Stable for the life of the subflow and unique within its connection; lower ids are older. */
  int id();

  /** Established, its link up, neither suspended nor closing: bytes given to it now could arrive. */
  boolean usable();

  /** Either end asked that it carry data only when no regular subflow can (RFC 8684 3.3.8). */
  boolean backup();

  /** Has data outstanding and saw no ACK progress for its reinjection deadline; says nothing about congestion. */
  boolean suspect();

  /** Smoothed round-trip time; 0 as long as nothing was measured. */
  long srttNs();

  long rttVarNs();

  /** What congestion window, peer window and device together take at this moment; 0 when any of them is full. */
  int sendableBytes();

  long cwndBytes();

  long flightSizeBytes();

  /** When an ACK last moved SND.UNA, or data was last sent after everything was acknowledged. */
  long lastProgressNs();
}
