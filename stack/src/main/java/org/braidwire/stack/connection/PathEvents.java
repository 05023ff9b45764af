package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.SubflowEnd;

/** What a connection tells the path manager. Engine thread. */
public interface PathEvents {
  /** MPTCP is confirmed: further subflows may be joined. */
  void onReady(Connection connection, long nowNs);

  /** A subflow has ended while the connection lives. */
  void onSubflowClosed(Connection connection, MptcpSubflow subflow, SubflowEnd end, long nowNs);

  /** The connection is over. */
  void onConnectionClosed(Connection connection);
}
