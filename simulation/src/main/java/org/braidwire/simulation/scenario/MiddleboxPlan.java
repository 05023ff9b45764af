package org.braidwire.simulation.scenario;

/** What a middlebox on the first link (or, for joins, on the others) does to options. */
public enum MiddleboxPlan {
  NONE,
  STRIP_SYN,
  STRIP_SYN_ACK,
  STRIP_FROM_THIRD_ACK,
  STRIP_EVERYTHING,
  /** Joins lose their options: the connection lives on its first path. */
  STRIP_JOIN,
  STRIP_DATA_ACKS,
  SHORTEN_SEQUENCES,
  INFLATE_WINDOWS,
  FORGE_JOIN
}
