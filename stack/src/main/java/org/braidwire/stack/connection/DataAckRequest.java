package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Timer;

/**
 * Asks for a DATA_ACK that lags behind the subflows' own acknowledgements. A peer may take into its connection only later
 * what it has acknowledged at the subflow, and say nothing when it has (Linux 6.18, where the reader held the socket as the
 * octets came). With nothing in flight neither end would speak before {@link DataTimeouts} repairs what is not lost. Engine
 * thread.
 */
final class DataAckRequest {
  /** The first question, above what a reader holds its socket for. */
  private static final long FIRST_NS = 1_000_000L;

  /** Of the questions so many are probes, which a peer may answer rarely: Linux answers two a second. */
  private static final int PROBES = 1;

  /** The others are octets again: two full segments are acknowledged at once (RFC 9293 3.8.6.3). */
  private static final int RESENT_SEGMENTS = 2;

  /** Doubling, these end where {@link DataTimeouts} begins. */
  private static final int MAX_QUESTIONS = 8;

  private final Connection connection;
  private final SubflowTable subflows;
  private final Timer timer = new RequestTimer();
  private long watchedUna;
  private int questions;

  DataAckRequest(final Connection connection, final SubflowTable subflows) {
    this.connection = connection;
    this.subflows = subflows;
  }

  /** After output: makes sure that a lagging DATA_ACK is asked for. */
  void arm(final long nowNs) {
    if (timer.isArmed() || !isLagging()) {
      return;
    }
    final long una = connection.sender().dataSndUna();
    if (una != watchedUna) {
      watchedUna = una;
      questions = 0;
    }
    if (questions < MAX_QUESTIONS) {
      connection.context().subflows().timers().arm(timer, nowNs + (FIRST_NS << questions));
    }
  }

  /** Whether everything sent is acknowledged by the subflows and not all of it by DATA_ACK. */
  private boolean isLagging() {
    final DataSender sender = connection.sender();
    return connection.isMultipath()
        && sender.dataSndUna() - sender.dataSndNxt() < 0
        && subflows.areWorkingOnesIdle();
  }

  private void ask(final long nowNs) {
    if (connection.sender().dataSndUna() == watchedUna && isLagging()) {
      connection.counters().increment(Counter.DATA_ACKS_REQUESTED);
      if (questions++ < PROBES) {
        subflows.expectAnswers(true, nowNs);
      } else {
        connection.retransmitter().resendHead(RESENT_SEGMENTS, ReinjectionCause.NO_DATA_ACK, nowNs);
      }
    }
    connection.scheduleOutput();
  }

  void clear() {
    connection.context().subflows().timers().remove(timer);
  }

  private final class RequestTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      ask(nowNs);
    }
  }
}
