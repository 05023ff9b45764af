package org.braidwire.stack.connection;

import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.SubflowEnd;

/** What a connection tells the path manager. Engine thread. */
public interface PathEvents {
  /** Joins from the own path of that index to an address of the peer; false when no join was sent. */
  boolean join(Connection connection, int path, long remoteHigh, long remoteLow, int remotePort, long nowNs);

  /** What MP_JOIN calls that own address unless it is the initial subflow's: 1 to 255, the same for the same one. */
  int addressId(long high, long low);

  /** Whether what comes in by this link carries data only when nothing else can: all its own paths are backups. */
  boolean isBackup(LinkAttachment link);

  /** MPTCP is confirmed: further subflows may be joined. */
  void onReady(Connection connection, long nowNs);

  /** A subflow has ended while the connection lives. */
  void onSubflowClosed(Connection connection, MptcpSubflow subflow, SubflowEnd end, long nowNs);

  /** The connection is over. */
  void onConnectionClosed(Connection connection);
}
