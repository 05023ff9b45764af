package org.braidwire.stack.connection;

import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.wire.InboundSegment;

/**
 * Opens the subflows of one connection: the first one actively or for a listener's SYN, further ones by MP_JOIN
 * in either role. Engine thread.
 */
public final class SubflowOpener {
  private final Connection connection;
  private final ConnectionContext context;
  private final SubflowTable subflows;
  private int nextId;
  private Subflow.Tuple initial;
  private boolean initialBarred;

  SubflowOpener(final Connection connection, final SubflowTable subflows) {
    this.connection = connection;
    this.context = connection.context();
    this.subflows = subflows;
  }

  /** Active open over {@code link}. */
  public void connect(final LinkAttachment link, final Subflow.Tuple tuple, final boolean backup, final long nowNs) {
    counters().increment(Counter.CONNECTIONS_OPENED);
    if (!connection.isMultipath()) {
      connection.fallback().toPlain(FallbackReason.NOT_WANTED);
    }
    connection.beginSending();
    initial = tuple;
    final CapableOpening opening = new CapableOpening(connection.isMultipath());
    add(link, tuple, 0, backup, opening).tcp().connect(nowNs);
  }

  /** Passive open: a listener took this SYN. */
  public void accept(
      final LinkAttachment link, final Subflow.Tuple tuple, final InboundSegment syn, final long nowNs) {
    counters().increment(Counter.CONNECTIONS_ACCEPTED);
    if (!connection.isMultipath()) {
      connection.fallback().toPlain(FallbackReason.NOT_WANTED);
    } else if (CapableOpening.isAcceptable(syn.mptcp().mpCapable())) {
      connection.requireChecksum(syn.mptcp().mpCapable().checksumRequired());
      barInitial(syn.mptcp().mpCapable().noJoinToThisAddress());
    } else {
      connection.fallback().toPlain(FallbackReason.PEER_DID_NOT_OFFER);
    }
    connection.beginSending();
    initial = tuple;
    final CapableOpening opening = new CapableOpening(connection.isMultipath());
    add(link, tuple, syn.srcMac(), context.paths().isBackup(link), opening)
        .tcp()
        .accept(syn, nowNs);
  }

  /** Whether the peer takes no join at the address and port of its initial subflow, as its MP_CAPABLE said (flag C). */
  void barInitial(final boolean barred) {
    initialBarred |= barred;
  }

  /** See {@link #barInitial}. */
  public boolean isInitialBarred() {
    return initialBarred;
  }

  /**
   * Joins a further subflow (RFC 8684 3.2); false when the connection cannot have one now. Until a DSS has come no join
   * may be sent (3.1), nor ever one to where the peer takes none.
   */
  public boolean join(final LinkAttachment link, final Subflow.Tuple tuple, final boolean backup, final long nowNs) {
    if (!mayJoin() || !connection.isConfirmed() || isBarred(tuple)) {
      return false;
    }
    counters().increment(Counter.JOINS_SENT);
    final JoinOpening opening = new JoinOpening(
        addressId(tuple), backup, context.subflows().random().nextInt());
    add(link, tuple, 0, backup, opening).tcp().connect(nowNs);
    return true;
  }

  private boolean isBarred(final Subflow.Tuple tuple) {
    return initialBarred
        && tuple.remoteLow() == initial.remoteLow()
        && tuple.remoteHigh() == initial.remoteHigh()
        && tuple.remotePort() == initial.remotePort();
  }

  /** What MP_JOIN calls the own address, whatever link it is used on: the initial subflow's is 0 (RFC 8684 3.4.1). */
  private int addressId(final Subflow.Tuple tuple) {
    final boolean isInitials = tuple.localLow() == initial.localLow() && tuple.localHigh() == initial.localHigh();
    return isInitials ? 0 : context.paths().addressId(tuple.localHigh(), tuple.localLow());
  }

  /**
   * Takes a join whose token is ours, on any link for any own address; false refuses it. The peer may join when it has
   * our first DSS, which an idle one does not answer: whether we have had one of its own does not matter here.
   */
  public boolean acceptJoin(
      final LinkAttachment link, final Subflow.Tuple tuple, final InboundSegment syn, final long nowNs) {
    if (!mayJoin()) {
      return false;
    }
    counters().increment(Counter.JOINS_ACCEPTED);
    final boolean backup = context.paths().isBackup(link);
    final JoinOpening opening = new JoinOpening(
        addressId(tuple), backup, context.subflows().random().nextInt());
    final MptcpSubflow joining = add(link, tuple, syn.srcMac(), backup, opening);
    opening.onPeerSyn(syn.mptcp().mpJoin());
    joining.tcp().accept(syn, nowNs);
    return true;
  }

  private boolean mayJoin() {
    return connection.isMultipath()
        && connection.isEstablished()
        && connection.isOpen()
        && subflows.count() < Connection.MAX_SUBFLOWS;
  }

  private MptcpSubflow add(
      final LinkAttachment link,
      final Subflow.Tuple tuple,
      final long peerMac,
      final boolean backup,
      final Opening opening) {
    final MptcpSubflow subflow = new MptcpSubflow(connection, nextId++, link, tuple, peerMac, backup, opening);
    subflows.add(subflow);
    context.host().register(subflow.tcp());
    return subflow;
  }

  private Counters counters() {
    return context.subflows().counters();
  }
}
