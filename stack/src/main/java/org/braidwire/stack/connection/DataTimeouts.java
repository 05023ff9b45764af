package org.braidwire.stack.connection;

import org.braidwire.stack.base.Timer;

/**
 * The one slow timer of a connection's sending half, for what no subflow's timer covers: a DATA_FIN without
 * DATA_ACK, a window that is shut (RFC 9293 3.8.6.1), and octets that a subflow acknowledged but no DATA_ACK did.
 * Backs off while nothing moves. Engine thread.
 */
final class DataTimeouts {
  private static final long MIN_INTERVAL_NS = 200_000_000L;
  private static final long MAX_INTERVAL_NS = 60_000_000_000L;
  private static final int MAX_BACKOFF = 8;

  /** A DATA_FIN is repeated so often before the peer is asked whether it is there at all. */
  private static final int FINS_UNANSWERED = 1;

  /** Repairs without a DATA_ACK before it is asked whether options come through at all. */
  private static final int VAIN_REPAIRS = 2;

  private final Connection connection;
  private final SendBuffer buffer;
  private final SubflowTable subflows;
  private final Timer timer = new DataTimer();
  private long watchedUna;
  private int backoff;

  /** Data sequence number up to which a loss between the peer's subflow and its connection is being repaired. */
  private long recoverDsn;

  /** Where the last step of the repair began: one step for each DATA_ACK that moves. */
  private long repairedDsn;

  private boolean recovering;

  DataTimeouts(final Connection connection, final SendBuffer buffer, final SubflowTable subflows) {
    this.connection = connection;
    this.buffer = buffer;
    this.subflows = subflows;
  }

  /** After a DATA_ACK within a repair: the next octets that nobody holds leave at once, not a time-out later. */
  private void continueRepair(final long nowNs) {
    final long una = connection.sender().dataSndUna();
    if (una - recoverDsn >= 0) {
      recovering = false;
    } else if (una != repairedDsn && resendHead(nowNs)) {
      repairedDsn = una; // else no subflow had room, or one still holds them: the next output tries again
    }
  }

  /** After output: makes sure that a look comes while something is owed. */
  void arm(final long nowNs) {
    if (recovering) {
      continueRepair(nowNs);
    }
    final long una = connection.sender().dataSndUna();
    final boolean moved = una != watchedUna;
    if ((!timer.isArmed() || moved && backoff > 0) && isSomethingOwed()) {
      if (moved) {
        watchedUna = una;
        backoff = 0; // RFC 6298 5.3: what moves is not waited for as long as what stood
      }
      final long intervalNs = Math.min(MAX_INTERVAL_NS, slowestRtoNs() << backoff);
      connection.context().subflows().timers().arm(timer, nowNs + intervalNs);
    }
  }

  private boolean isSomethingOwed() {
    final DataSender sender = connection.sender();
    return sender.isFinOwed() || sender.dataSndUna() != sender.dataSndNxt() || buffer.end() != sender.dataSndNxt();
  }

  private long slowestRtoNs() {
    long slowest = MIN_INTERVAL_NS;
    for (int i = 0; i < subflows.count(); i++) {
      if (subflows.get(i).usable()) {
        slowest = Math.max(slowest, subflows.get(i).tcp().sender().rtt().computedRtoNs());
      }
    }
    return slowest;
  }

  private void onTimeout(final long nowNs) {
    final DataSender sender = connection.sender();
    if (sender.dataSndUna() == watchedUna) {
      backoff = Math.min(MAX_BACKOFF, backoff + 1);
      final boolean octetsWait = buffer.end() != sender.dataSndNxt();
      if (sender.isFinOwed() || octetsWait) {
        subflows.expectAnswers(octetsWait || backoff > FINS_UNANSWERED, nowNs);
      }
      if (sender.isFinOwed()) {
        connection.requestAcks(); // after the probe, which counts as an acknowledgement
      }
      if (resendHead(nowNs)) {
        recovering = true;
        recoverDsn = sender.dataSndNxt();
        repairedDsn = watchedUna;
        if (backoff > VAIN_REPAIRS) {
          connection.fallback().onDataAcksMissing();
        }
      }
    }
    connection.scheduleOutput();
  }

  private boolean resendHead(final long nowNs) {
    return connection
        .retransmitter()
        .resendHead(DataRetransmitter.RESEND_BURST, ReinjectionCause.NO_DATA_ACK, nowNs);
  }

  void clear() {
    connection.context().subflows().timers().remove(timer);
  }

  private final class DataTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      onTimeout(nowNs);
    }
  }
}
