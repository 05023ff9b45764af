package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowEnd;

/**
 * How one connection ends: finished at data level, reset, given up without subflows, or discarded with its stack;
 * and when everything it held goes back. Engine thread.
 */
public final class ConnectionLife {
  /** How long a connection without subflows waits for a join (RFC 8684 3.3.3 leaves it open; Linux: 60 s). */
  private static final long LONELY_NS = 60_000_000_000L;

  /** How long subflows of a finished connection may take to finish themselves. */
  private static final long CLOSING_NS = 10_000_000_000L;

  private final Connection connection;
  private final SubflowTable subflows;
  private final Timers timers;
  private final Timer timer = new LifeTimer();

  private ConnectionEnd end;
  private boolean joinRefused;
  private boolean closing;
  private boolean released;

  ConnectionLife(final Connection connection, final SubflowTable subflows) {
    this.connection = connection;
    this.subflows = subflows;
    timers = connection.context().subflows().timers();
  }

  /** A further subflow is established; that one is being tried does not count. */
  void onJoined() {
    connection.counters().increment(Counter.JOINS_ESTABLISHED);
    if (connection.isOpen()) {
      timers.cancel(timer);
    }
  }

  void onSubflowClosed(final MptcpSubflow subflow, final SubflowEnd subflowEnd, final long nowNs) {
    joinRefused |= !subflow.isInitial() && subflowEnd == SubflowEnd.REFUSED;
    if (subflows.count() == 0) {
      onLastSubflowClosed(subflowEnd, nowNs);
    } else if (connection.isEstablished() && !subflows.isAnyEstablished()) {
      waitForJoin(nowNs); // joins that are being tried do not count, or trying would have no end
    }
  }

  private void waitForJoin(final long nowNs) {
    if (!timer.isArmed()) {
      timers.arm(timer, nowNs + LONELY_NS);
    }
  }

  private void onLastSubflowClosed(final SubflowEnd subflowEnd, final long nowNs) {
    final boolean mayBeJoined =
        connection.isMultipath() && connection.isConfirmed() && !(joinRefused && connection.isClient());
    if (mayBeJoined) {
      waitForJoin(nowNs);
      return;
    }
    end(
        switch (subflowEnd) {
          case REFUSED -> connection.isEstablished() ? ConnectionEnd.RESET_BY_PEER : ConnectionEnd.REFUSED;
          case RESET_BY_PEER -> ConnectionEnd.RESET_BY_PEER;
          case TIMED_OUT -> ConnectionEnd.TIMED_OUT;
          case RESET_BY_US -> ConnectionEnd.PROTOCOL_ERROR;
          // The subflow ended in order but the data level has not: octets of either direction are missing.
          case FINISHED -> ConnectionEnd.RESET_BY_PEER;
        },
        nowNs);
  }

  /** Before output: subflows of a finished connection are closed, so that FINs carry the last DATA_ACK. */
  void closeSubflows(final long nowNs) {
    if (connection.isOpen() || closing) {
      return;
    }
    closing = true;
    timers.arm(timer, nowNs + CLOSING_NS);
    connection.context().paths().onConnectionClosed(connection);
    for (int i = subflows.count() - 1; connection.isMultipath() && i >= 0; i--) {
      subflows.get(i).close(nowNs); // one that is still opening leaves the table
    }
  }

  /** After output: the application hears of the end, and the last subflow gone releases everything. */
  void finish(final long nowNs) {
    if (connection.isOpen()) {
      return;
    }
    if (connection.application().tellClosed(end)) {
      leaveTimeWaits(nowNs);
      if (subflows.count() == 0) {
        release();
      }
    }
  }

  /** A connection that is over does not wait 2 MSL with all it holds: for that the names of its subflows are enough. */
  private void leaveTimeWaits(final long nowNs) {
    if (subflows.areAllInTimeWait()) {
      while (subflows.count() > 0) {
        final Subflow tcp = subflows.get(0).tcp();
        connection.context().host().enterTimeWait(tcp, nowNs);
        tcp.leave(nowNs);
      }
    }
  }

  /** Ends the connection now, resetting what subflows it has (RFC 8684 3.5: with MP_FASTCLOSE). */
  public void end(final ConnectionEnd why, final long nowNs) {
    if (end != null || !connection.isOpen()) {
      return;
    }
    end = why;
    final boolean tellPeer = connection.isMultipath()
        && connection.isEstablished()
        && why != ConnectionEnd.RESET_BY_PEER
        && why != ConnectionEnd.TIMED_OUT;
    connection.onEnded();
    while (subflows.count() > 0) {
      final MptcpSubflow subflow = subflows.get(0);
      if (tellPeer) {
        connection.counters().increment(Counter.FASTCLOSE_SENT);
        subflow.resetFast(nowNs);
      } else {
        subflow.tcp().reset(nowNs);
      }
    }
    connection.scheduleOutput();
  }

  /** Gives everything back at once; the stack is closing. */
  public void discard(final long nowNs) {
    end(ConnectionEnd.STACK_CLOSED, nowNs);
    while (subflows.count() > 0) {
      subflows.get(0).tcp().reset(nowNs);
    }
    connection.application().tellClosed(ConnectionEnd.STACK_CLOSED);
    release();
  }

  private void release() {
    if (!released) {
      released = true;
      timers.remove(timer);
      connection.releaseParts();
      connection.context().host().onReleased(connection);
    }
  }

  boolean isReleased() {
    return released;
  }

  private final class LifeTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      if (connection.isOpen()) {
        end(joinRefused ? ConnectionEnd.RESET_BY_PEER : ConnectionEnd.TIMED_OUT, nowNs);
      } else {
        subflows.resetUnfinished(nowNs);
      }
      connection.scheduleOutput();
    }
  }
}
