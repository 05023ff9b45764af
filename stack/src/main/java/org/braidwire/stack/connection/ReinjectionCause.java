package org.braidwire.stack.connection;

/** Why octets were sent again on another subflow. */
public enum ReinjectionCause {
  /** Their subflow made no progress for its deadline. */
  TIMEOUT,
  /** Their subflow's link went down. */
  LINK_DOWN,
  /** Their subflow was closed or reset. */
  SUBFLOW_CLOSED,
  /** Their subflow had acknowledged them, but no DATA_ACK came. */
  NO_DATA_ACK,
  /** Nothing was wrong: a copy measures a subflow that carried nothing of late. */
  PATH_REFRESH
}
