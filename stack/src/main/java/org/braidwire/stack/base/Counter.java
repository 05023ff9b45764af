package org.braidwire.stack.base;

/** What one engine counts, apart from drops. Names are what statistics print. */
public enum Counter {
  SEGMENTS_RECEIVED,
  SEGMENTS_SENT,
  /** Runs: several segments with one mapping, cut by the device or by us. */
  RUNS_SENT,
  /** Entries sent again, for whatever reason. */
  SEGMENTS_RETRANSMITTED,
  /** Acknowledgements that carried SACK blocks (RFC 2018); how many blocks each, is not counted. */
  SACKS_SENT,
  /** Segments whose SACK blocks told of octets that were not known to have arrived: one each, however many blocks. */
  SACKS_USED,
  FAST_RECOVERIES,
  RETRANSMISSION_TIMEOUTS,
  /** Payload octets that had arrived before on the same subflow. */
  DUPLICATE_SUBFLOW_BYTES,
  /** Payload octets that had arrived before at data level, usually on another subflow. */
  DUPLICATE_DATA_BYTES,
  /**
   * Copies on the way from the application to the send buffer, in octets: 1 each for a commit, which the application
   * wrote itself, and for an offer; 2 from another thread, into the ring to the engine and out of it.
   */
  SENT_COPIED_BYTES,
  /**
   * Copies on the way from a frame to the application, in octets: 0 for a callback, which reads them in the frame; 2 to
   * another thread, counted when they enter its ring; 1 for small ones that had to wait and were put together.
   */
  RECEIVED_COPIED_BYTES,
  CONNECTIONS_OPENED,
  CONNECTIONS_ACCEPTED,
  CONNECTIONS_REFUSED,
  JOINS_SENT,
  JOINS_ACCEPTED,
  JOINS_ESTABLISHED,
  /** Joins refused: token unknown, limit reached, or connection not ready. */
  JOINS_REFUSED,
  HMAC_FAILURES,
  /** Connections that became plain TCP although MPTCP was wanted. */
  FALLBACKS,
  DSS_CHECKSUM_ERRORS,
  /** A mapping that contradicts the one in force, or bytes without any. */
  DSS_MAPPING_ERRORS,
  /** A mapping outside the data-level window; dropped. */
  DSS_OUT_OF_WINDOW,
  /** Subflows of a confirmed connection that were reset because options no longer came through (RFC 8684 3.7). */
  SUBFLOWS_WITHOUT_OPTIONS,
  MP_FAIL_RECEIVED,
  ADD_ADDR_RECEIVED,
  REMOVE_ADDR_RECEIVED,
  MP_PRIO_RECEIVED,
  FASTCLOSE_SENT,
  FASTCLOSE_RECEIVED,
  RESETS_SENT,
  RESETS_RECEIVED,
  CHALLENGE_ACKS,
  /** Keep-alives, of subflows on which nothing was heard and nothing outstanding. */
  KEEP_ALIVES_SENT,
  /** Segments without octets just before what is expected: a peer's keep-alives, and its questions for window. */
  PROBES_ANSWERED,
  /** Questions for a DATA_ACK that lagged behind what subflows had acknowledged. */
  DATA_ACKS_REQUESTED,
  /** Data-level retransmissions of bytes that subflows had acknowledged but no DATA_ACK covered. */
  DATA_RETRANSMISSIONS,
  LINK_SUSPENSIONS,
  LINK_RESUMPTIONS,
  /** A pool of this engine was empty and something was refused. */
  POOL_EXHAUSTED,
  /**
   * Octets that would have had to wait were refused: their connection pins as many frames as it may, or has too many
   * holes, or one too deep among what waits.
   */
  WAITING_REFUSED,
  /** Claims and offers refused because no chunk was left for their connection, whatever room its own buffer had. */
  CHUNKS_REFUSED,
  /** Subflows without progress that kept too many chunks of what the peer has had by others. */
  SUBFLOWS_RESET_FOR_MEMORY,
  /** Subflows in TIME-WAIT that ended before 2 MSL, the oldest first, because as many as may be came after them. */
  TIME_WAITS_ENDED_EARLY,
  /** Subflows in TIME-WAIT whose name a newer SYN took (RFC 6191). */
  TIME_WAITS_REOPENED,
  HANDLER_FAILURES,
  /** Frames that the device gave to this engine and that went to the one they belong to; ARP for all, too. */
  FRAMES_FORWARDED,
  /** Frames that came by another engine. */
  FORWARDED_ARRIVALS,
  /** Frames that another engine had no room for. */
  FORWARDS_DROPPED
}
