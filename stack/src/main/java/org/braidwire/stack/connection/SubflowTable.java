package org.braidwire.stack.connection;

import java.util.Arrays;
import org.braidwire.scheduler.SubflowView;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.SentSegment;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowState;

/** The subflows of one connection, in order of their ids, and the last ones that ended. Engine thread. */
final class SubflowTable {
  /** Ended subflows whose figures are kept. */
  static final int MAX_CLOSED = 16;

  private final MptcpSubflow[] living = new MptcpSubflow[Connection.MAX_SUBFLOWS];
  private final MptcpSubflow[] closed = new MptcpSubflow[MAX_CLOSED];
  private int count;
  private int closedCount;

  void add(final MptcpSubflow subflow) {
    living[count++] = subflow;
  }

  void remove(final MptcpSubflow subflow) {
    for (int i = 0; i < count; i++) {
      if (living[i] == subflow) {
        System.arraycopy(living, i + 1, living, i, count - i - 1);
        living[--count] = null;
        if (closedCount == MAX_CLOSED) {
          System.arraycopy(closed, 1, closed, 0, --closedCount);
        }
        closed[closedCount++] = subflow;
        return;
      }
    }
  }

  /** Resets those that have neither finished nor reached TIME_WAIT. */
  void resetUnfinished(final long nowNs) {
    for (final MptcpSubflow subflow : Arrays.copyOf(living, count)) {
      if (subflow.tcp().state() != SubflowState.TIME_WAIT) {
        subflow.tcp().reset(nowNs);
      }
    }
  }

  /** Whether nothing but TIME-WAIT is left, and no acknowledgement that could leave now. */
  boolean areAllInTimeWait() {
    for (int i = 0; i < count; i++) {
      final Subflow tcp = living[i].tcp();
      final boolean owesAck = tcp.receiver().isAckDue() && !tcp.isSuspended();
      if (tcp.state() != SubflowState.TIME_WAIT || owesAck) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is one whose handshake is behind it and that has not ended. */
  boolean isAnyEstablished() {
    for (int i = 0; i < count; i++) {
      if (living[i].isEstablished()) {
        return true;
      }
    }
    return false;
  }

  /** An acknowledgement leaves on every subflow that works. */
  void requestAcks() {
    for (int i = 0; i < count; i++) {
      if (living[i].isEstablished()) {
        living[i].tcp().receiver().requestAck();
      }
    }
  }

  /** Whether nothing is in flight on those that work, of which there is one at least. */
  boolean areWorkingOnesIdle() {
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (living[i].usable() && !living[i].suspect()) {
        if (!living[i].tcp().sender().queue().isEmpty()) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /**
   * Nothing in flight on those that work although the peer owes something: only it can say why. A DATA_FIN by itself is
   * in no retransmission queue and need not be answered before it is in order; a probe must be, and a peer that never does
   * is gone (RFC 9293 3.8.3, R2).
   *
   * @param probing whether they are asked now; else they have been
   */
  void expectAnswers(final boolean probing, final long nowNs) {
    // from the last, for one whose peer is gone leaves the table, and the connection may end with it
    for (int i = count - 1; i >= 0; i = Math.min(i, count) - 1) {
      final Subflow tcp = living[i].tcp();
      if (living[i].usable() && tcp.sender().queue().isEmpty()) {
        if (probing) {
          tcp.prober().probe(nowNs);
        } else {
          tcp.prober().expectAnswer(nowNs);
        }
      }
    }
  }

  void suspend(final LinkAttachment link) {
    for (int i = 0; i < count; i++) {
      if (living[i].tcp().link().equals(link)) {
        living[i].tcp().suspend();
      }
    }
  }

  void resume(final LinkAttachment link, final long nowNs) {
    for (int i = 0; i < count; i++) {
      if (living[i].tcp().link().equals(link)) {
        living[i].suspicion().lift();
        living[i].tcp().resume(nowNs);
      }
    }
  }

  void resetDoomed(final long nowNs) {
    for (int i = count - 1; i >= 0; i--) {
      if (living[i].isDoomed()) {
        living[i].resetDoomed(nowNs);
      }
    }
  }

  void retransmit(final long nowNs) {
    for (int i = 0; i < count; i++) {
      living[i].tcp().retransmit(nowNs);
    }
  }

  void output(final long nowNs) {
    for (int i = count - 1; i >= 0; i--) {
      living[i].tcp().output(nowNs);
    }
  }

  /** Data sequence number of the first octet that the oldest subflow still holds; {@code none} if it holds none. */
  long firstUnacknowledged(final long none) {
    final SentSegment head =
        count == 0 ? null : living[0].tcp().sender().queue().head();
    return head != null && head.isMapped() ? head.payloadDsn() : none;
  }

  /** Whether some subflow could send if its device took it. */
  boolean isHeldUpByDevice(final boolean dataWaiting) {
    for (int i = 0; i < count; i++) {
      if (living[i].isHeldUpByDevice(dataWaiting)) {
        return true;
      }
    }
    return false;
  }

  MptcpSubflow get(final int index) {
    return living[index];
  }

  int count() {
    return count;
  }

  SubflowView[] views() {
    return living;
  }

  MptcpSubflow closed(final int index) {
    return closed[index];
  }

  int closedCount() {
    return closedCount;
  }
}
