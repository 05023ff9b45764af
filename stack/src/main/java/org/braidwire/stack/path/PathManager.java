package org.braidwire.stack.path;

import java.util.List;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.MptcpSubflow;
import org.braidwire.stack.connection.PathEvents;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowEnd;

/**
 * Which subflows should exist: the client joins one over each of its paths to the address it connected to, and
 * joins anew, with back-off, when one has died. A server waits to be joined. Engine thread.
 */
public final class PathManager implements PathEvents {
  private final List<LocalPath> paths;
  private final PortSource ports;
  private final Timers timers;

  public PathManager(final List<LocalPath> paths, final PortSource ports, final Timers timers) {
    this.paths = paths;
    this.ports = ports;
    this.timers = timers;
  }

  @Override
  public boolean join(
      final Connection connection,
      final int path,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort,
      final long nowNs) {
    return join(connection, paths.get(path), ports, remoteHigh, remoteLow, remotePort, nowNs);
  }

  /** Joins from {@code path} by a free port; false when that cannot be now. */
  static boolean join(
      final Connection connection,
      final LocalPath path,
      final PortSource ports,
      final long remoteHigh,
      final long remoteLow,
      final int remotePort,
      final long nowNs) {
    final int port = ports.allocate(path.addressHigh(), path.addressLow(), remoteHigh, remoteLow, remotePort);
    return port != 0
        && path.link().isUp()
        && connection
            .opener()
            .join(
                path.link(),
                new Subflow.Tuple(
                    path.addressHigh(), path.addressLow(), port, remoteHigh, remoteLow, remotePort),
                path.backup(),
                nowNs);
  }

  @Override
  public int addressId(final long high, final long low) {
    int first = 0;
    while (first < paths.size() - 1
        && (paths.get(first).addressLow() != low || paths.get(first).addressHigh() != high)) {
      first++;
    }
    return first + 1;
  }

  @Override
  public boolean isBackup(final LinkAttachment link) {
    boolean backup = false;
    for (final LocalPath path : paths) {
      if (path.link().equals(link)) {
        if (!path.backup()) {
          return false;
        }
        backup = true;
      }
    }
    return backup;
  }

  @Override
  public void onReady(final Connection connection, final long nowNs) {
    final boolean mayJoin = !connection.opener().isInitialBarred(); // no other address of the peer is known
    if (connection.isClient() && mayJoin && connection.subflowCount() > 0) {
      final JoinPlan plan = new JoinPlan(connection, paths, ports, timers);
      connection.pathPlan(plan);
      plan.start(nowNs);
    }
  }

  @Override
  public void onSubflowClosed(
      final Connection connection, final MptcpSubflow subflow, final SubflowEnd end, final long nowNs) {
    if (connection.pathPlan() instanceof JoinPlan plan) {
      plan.onSubflowClosed(subflow, nowNs);
    }
  }

  @Override
  public void onConnectionClosed(final Connection connection) {
    if (connection.pathPlan() instanceof JoinPlan plan) {
      plan.stop();
      connection.pathPlan(null);
    }
  }
}
