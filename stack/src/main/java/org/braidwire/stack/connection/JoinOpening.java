package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.PlantedBug;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.base.Timers;
import org.braidwire.stack.subflow.SubflowOwner.ThirdAck;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpJoin;
import org.braidwire.stack.wire.MpTcpRst;
import org.braidwire.stack.wire.MptcpCrypto;
import org.braidwire.stack.wire.OptionWriter;

/**
 * A further subflow's handshake: MP_JOIN with tokens, nonces and HMACs (RFC 8684 3.2). The side that sent the SYN
 * is PRE_ESTABLISHED, and sends no data, until the other has answered its third ACK; and then until the other sends
 * data or {@link #SETTLE_NS} have passed. Engine thread.
 */
final class JoinOpening implements Opening {
  private static final long CONFIRM_NS = 200_000_000L;
  private static final int CONFIRM_TRIES = 6;

  /** Longest time that a Linux listener needs to take in the join that it has answered (ADR 0019). */
  static final long SETTLE_NS = 20_000_000L;

  private final int addressId;
  private final boolean backup;
  private final int localNonce;
  private final byte[] hmac = new byte[MptcpCrypto.HMAC_BYTES];
  private final Timer timer = new ConfirmTimer();

  private Connection connection;
  private MptcpSubflow subflow;
  private int remoteNonce;
  private boolean confirmed;
  private boolean settled;
  private int confirmTries;

  JoinOpening(final int addressId, final boolean backup, final int localNonce) {
    this.addressId = addressId;
    this.backup = backup;
    this.localNonce = localNonce;
  }

  @Override
  public void attach(final Connection owner, final MptcpSubflow joining) {
    connection = owner;
    subflow = joining;
  }

  /** Takes the peer's nonce and backup flag from its SYN. */
  void onPeerSyn(final MpJoin join) {
    remoteNonce = join.nonce();
    subflow.peerBackup(join.backup());
  }

  @Override
  public boolean isInitial() {
    return false;
  }

  @Override
  public void writeSynOptions(final OptionWriter options) {
    final ConnectionKeys keys = connection.keys();
    if (subflow.isPassive()) {
      final long left64 = connection
          .context()
          .crypto()
          .joinSynAckHmac(keys.localKey(), keys.remoteKey(), localNonce, remoteNonce);
      options.mpJoinSynAck(backup, addressId, left64, localNonce);
    } else {
      options.mpJoinSyn(backup, addressId, keys.remoteToken(), localNonce);
    }
  }

  @Override
  public boolean writeAckOptions(final OptionWriter options) {
    if (subflow.isPassive() || confirmed) {
      return false;
    }
    final ConnectionKeys keys = connection.keys();
    connection.context().crypto().joinAckHmac(keys.localKey(), keys.remoteKey(), localNonce, remoteNonce, hmac);
    options.mpJoinAck(hmac);
    return true;
  }

  @Override
  public boolean onSynReceived(final InboundSegment segment) {
    final MpJoin join = segment.mptcp().mpJoin();
    if (!join.present() || !join.isSynAck()) {
      subflow.resetNote().reason(MpTcpRst.REASON_MPTCP_SPECIFIC);
      return false;
    }
    final ConnectionKeys keys = connection.keys();
    remoteNonce = join.nonce();
    final long expected = connection
        .context()
        .crypto()
        .joinSynAckHmac(keys.remoteKey(), keys.localKey(), remoteNonce, localNonce);
    if (!MptcpCrypto.equal(join.hmacLeft64(), expected)) {
      connection.counters().increment(Counter.HMAC_FAILURES);
      subflow.resetNote().reason(MpTcpRst.REASON_MPTCP_SPECIFIC);
      return false;
    }
    subflow.peerBackup(join.backup());
    return true;
  }

  @Override
  public ThirdAck judgeThirdAck(final InboundSegment segment) {
    final MpJoin join = segment.mptcp().mpJoin();
    if (!join.present() || !join.isAck()) {
      // The third ACK may have been overtaken; without it nothing is believed, and its sender repeats it.
      return ThirdAck.DROP;
    }
    final ConnectionKeys keys = connection.keys();
    connection.context().crypto().joinAckHmac(keys.remoteKey(), keys.localKey(), remoteNonce, localNonce, hmac);
    if (!MptcpCrypto.equal(join, hmac) && !PlantedBug.HMAC_NOT_CHECKED.isPlanted()) {
      connection.counters().increment(Counter.HMAC_FAILURES);
      subflow.resetNote().reason(MpTcpRst.REASON_MPTCP_SPECIFIC);
      return ThirdAck.RESET;
    }
    return ThirdAck.ACCEPT;
  }

  @Override
  public void onEstablished(final long nowNs) {
    if (subflow.isPassive()) {
      confirmed = true;
      settled = true;
      subflow.tcp().receiver().requestAck(); // the fourth packet: the peer waits for it
      connection.onJoined(subflow, nowNs);
    } else {
      timers().arm(timer, nowNs + CONFIRM_NS);
    }
  }

  @Override
  public void onSegment(final InboundSegment segment, final long nowNs) {
    if (settled || subflow.isPassive() || segment.mptcp().mpJoin().present()) {
      return;
    }
    if (!confirmed) {
      confirmed = true;
      timers().arm(timer, nowNs + SETTLE_NS);
      connection.onJoined(subflow, nowNs);
    }
    if (segment.payloadBytes() > 0) { // it sends on the subflow, so it has taken it in
      settled = true;
      timers().cancel(timer);
    }
  }

  @Override
  public void onSynTimeout(final int timeouts) {
    // a join that is not answered ends by the subflow's own retry limit
  }

  /** The answer to our third ACK did not come, or what was to follow it is over. */
  private void onConfirmTimeout(final long nowNs) {
    if (confirmed) {
      settled = true;
      connection.scheduleOutput();
    } else if (++confirmTries > CONFIRM_TRIES) {
      subflow.resetNote().reason(MpTcpRst.REASON_UNSPECIFIED); // RFC 8684 3.6
      subflow.tcp().reset(nowNs);
    } else {
      timers().arm(timer, nowNs + (CONFIRM_NS << confirmTries));
      subflow.tcp().receiver().requestAck(); // the third ACK again (RFC 8684 3.2)
      connection.scheduleOutput();
    }
  }

  private Timers timers() {
    return connection.context().subflows().timers();
  }

  private final class ConfirmTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      onConfirmTimeout(nowNs);
    }
  }

  @Override
  public void onClosed() {
    timers().remove(timer);
  }

  @Override
  public boolean mayCarryData() {
    return settled;
  }
}
