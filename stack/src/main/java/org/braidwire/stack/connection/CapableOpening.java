package org.braidwire.stack.connection;

import org.braidwire.stack.subflow.SubflowOwner.ThirdAck;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpCapable;
import org.braidwire.stack.wire.OptionWriter;
import org.braidwire.stack.wire.TcpFlags;

/**
 * The first subflow's handshake: MP_CAPABLE on SYN, SYN/ACK, third ACK and first data (RFC 8684 3.1), with a fall
 * back to plain TCP wherever the peer or a middlebox does not play. Engine thread.
 */
final class CapableOpening implements Opening {
  /** SYNs with MP_CAPABLE that may go unanswered before one goes without (RFC 8684 3.7). */
  private static final int OFFERS = 3;

  private static final int VERSION = 1;
  private static final int MAX_UNSCALED_BYTES = 0xffff;

  private Connection connection;
  private MptcpSubflow subflow;
  private boolean offering;
  private boolean confirmed;
  private boolean keysTurn;

  /**
   * @param offering whether our SYN offers MP_CAPABLE or our SYN/ACK accepts it
   */
  CapableOpening(final boolean offering) {
    this.offering = offering;
  }

  @Override
  public void attach(final Connection owner, final MptcpSubflow initial) {
    connection = owner;
    subflow = initial;
  }

  @Override
  public boolean isInitial() {
    return true;
  }

  @Override
  public void writeSynOptions(final OptionWriter options) {
    if (offering && subflow.isPassive()) {
      options.mpCapableSynAck(
          connection.isChecksummed(), connection.keys().localKey());
    } else if (offering) {
      options.mpCapableSyn(connection.isChecksummed());
    }
  }

  /** RFC 8684 3.1: both keys ride on every ACK until the peer has shown that it has them. */
  @Override
  public boolean writeAckOptions(final OptionWriter options) {
    if (subflow.isPassive() || confirmed) {
      return false;
    }
    if (connection.sender().isFinOwed()) {
      // The peer may have nothing to say until it hears that we have nothing: keys and DATA_FIN take turns.
      keysTurn = !keysTurn;
      if (!keysTurn) {
        return false;
      }
    }
    options.mpCapableAck(
        connection.isChecksummed(),
        connection.keys().localKey(),
        connection.keys().remoteKey());
    return true;
  }

  @Override
  public boolean onSynReceived(final InboundSegment segment) {
    final MpCapable capable = segment.mptcp().mpCapable();
    if (!segment.has(TcpFlags.ACK)) {
      connection.fallback().toPlain(FallbackReason.SIMULTANEOUS_OPEN);
      offering = false;
    } else if (offering && isAcceptable(capable) && capable.hasSenderKey()) {
      connection.onPeerKey(capable.senderKey(), capable.checksumRequired());
      connection.opener().barInitial(capable.noJoinToThisAddress());
    } else if (connection.isMultipath()) {
      connection.fallback().toPlain(FallbackReason.PEER_WITHOUT_MPTCP);
      offering = false;
    }
    return true;
  }

  /** Whether an MP_CAPABLE of a SYN or SYN/ACK can be answered in kind (RFC 8684 3.1). */
  static boolean isAcceptable(final MpCapable capable) {
    return capable.present() && capable.version() >= VERSION && !capable.extensibility() && capable.hmacSha256();
  }

  @Override
  public ThirdAck judgeThirdAck(final InboundSegment segment) {
    final MpCapable capable = segment.mptcp().mpCapable();
    if (!connection.isMultipath()) {
      return ThirdAck.ACCEPT;
    }
    if (capable.present() && capable.hasSenderKey() && capable.hasReceiverKey()) {
      if (capable.receiverKey() != connection.keys().localKey()) {
        return ThirdAck.DROP;
      }
      connection.onPeerKey(capable.senderKey(), connection.isChecksummed());
      connection.opener().barInitial(capable.noJoinToThisAddress());
      return ThirdAck.ACCEPT;
    }
    if (segment.mptcp().dss().present()) {
      return ThirdAck.DROP; // the ACK with the keys was lost; it comes again with the first data
    }
    connection.fallback().toPlain(FallbackReason.THIRD_ACK_WITHOUT_OPTION);
    return ThirdAck.ACCEPT;
  }

  @Override
  public void onEstablished(final long nowNs) {
    if (subflow.tcp().receiver().windowShift() == 0) {
      connection.receiver().limitWindow(MAX_UNSCALED_BYTES);
    }
    if (subflow.isPassive() && connection.isMultipath()) {
      subflow.tcp().receiver().requestAck(); // until the peer has a DATA_ACK it may not join (RFC 8684 3.1)
    }
    connection.onEstablished(nowNs);
  }

  @Override
  public void onSegment(final InboundSegment segment, final long nowNs) {
    if (!confirmed && segment.mptcp().dss().present()) {
      confirmed = true;
      connection.onConfirmed(nowNs);
    }
  }

  @Override
  public void onSynTimeout(final int timeouts) {
    if (offering
        && !subflow.isPassive()
        && timeouts >= OFFERS
        && connection.isMultipath()
        && !subflow.tcp().state().isSynchronized()) {
      offering = false;
      connection.fallback().toPlain(FallbackReason.SYN_UNANSWERED);
    }
  }

  @Override
  public void onClosed() {
    // nothing of its own to end
  }

  @Override
  public boolean mayCarryData() {
    return true;
  }
}
