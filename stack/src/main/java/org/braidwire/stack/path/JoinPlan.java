package org.braidwire.stack.path;

import java.util.List;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.MptcpSubflow;
import org.braidwire.stack.subflow.Subflow;

/** One client connection's joins: which paths have a subflow, and when the others try again. Engine thread. */
final class JoinPlan {
  private static final long FIRST_RETRY_NS = 1_000_000_000L;
  private static final int MAX_BACKOFF = 6;

  private final Connection connection;
  private final PortSource ports;
  private final Timers timers;
  private final Attempt[] attempts;
  private final long remoteHigh;
  private final long remoteLow;
  private final int remotePort;

  JoinPlan(final Connection connection, final List<LocalPath> paths, final PortSource ports, final Timers timers) {
    this.connection = connection;
    this.ports = ports;
    this.timers = timers;
    final Subflow initial = connection.subflow(0).tcp();
    remoteHigh = initial.remoteHigh();
    remoteLow = initial.remoteLow();
    remotePort = initial.remotePort();
    attempts = new Attempt[paths.size()];
    for (int i = 0; i < attempts.length; i++) {
      attempts[i] = new Attempt(paths.get(i));
    }
  }

  void start(final long nowNs) {
    for (final Attempt attempt : attempts) {
      if (!attempt.hasSubflow()) {
        attempt.join(nowNs);
      }
    }
  }

  void onSubflowClosed(final MptcpSubflow subflow, final long nowNs) {
    for (final Attempt attempt : attempts) {
      if (attempt.isOf(subflow.tcp())) {
        attempt.onClosed(subflow);
        attempt.retryLater(nowNs);
      }
    }
  }

  void stop() {
    for (final Attempt attempt : attempts) {
      timers.remove(attempt);
    }
  }

  /** One path's turn. */
  private final class Attempt extends Timer {
    private final LocalPath path;
    private int backoff;

    Attempt(final LocalPath path) {
      this.path = path;
    }

    boolean isOf(final Subflow subflow) {
      return subflow.link() == path.link()
          && subflow.localLow() == path.addressLow()
          && subflow.localHigh() == path.addressHigh();
    }

    boolean hasSubflow() {
      for (int i = 0; i < connection.subflowCount(); i++) {
        if (isOf(connection.subflow(i).tcp())) {
          return true;
        }
      }
      return false;
    }

    void join(final long nowNs) {
      final boolean sent = PathManager.join(connection, path, ports, remoteHigh, remoteLow, remotePort, nowNs);
      if (!sent) {
        retryLater(nowNs);
      }
    }

    /** A subflow that had worked: the path is a new one. */
    void onClosed(final MptcpSubflow subflow) {
      if (subflow.payloadSentBytes() > 0 || subflow.tcp().receiver().receivedBytes() > 0) {
        backoff = 0;
      }
    }

    void retryLater(final long nowNs) {
      if (connection.isOpen() && connection.isMultipath()) {
        timers.arm(this, nowNs + (FIRST_RETRY_NS << backoff));
        backoff = Math.min(MAX_BACKOFF, backoff + 1);
      }
    }

    @Override
    protected void onDeadline(final long nowNs) {
      if (connection.isOpen() && connection.isMultipath() && !hasSubflow()) {
        join(nowNs);
      }
    }
  }
}
