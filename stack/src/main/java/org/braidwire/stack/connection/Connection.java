package org.braidwire.stack.connection;

import java.lang.foreign.MemorySegment;
import org.braidwire.scheduler.SubflowView;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.base.Timer;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.SentSegment;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowEnd;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpJoin;

/**
 * One MPTCP connection (RFC 8684), or the one TCP connection it fell back to: its subflows, its data-level state,
 * and who does what. The work itself is done by the parts; this class knows in which order.
 *
 * <p>Everything of a connection belongs to one engine thread. What the application asks for inside a callback
 * takes effect in {@link #output}, before the cycle ends.
 */
public final class Connection {
  /** More paths than anyone joins; bounds what a peer can make us hold. */
  public static final int MAX_SUBFLOWS = 8;

  /** How long a connection without subflows waits for a join (RFC 8684 3.3.3 leaves it open; Linux: 60 s). */
  private static final long LONELY_NS = 60_000_000_000L;

  /** How long subflows of a finished connection may take to finish themselves. */
  private static final long CLOSING_NS = 10_000_000_000L;

  private final ConnectionContext context;
  private final ApplicationEvents application;
  private final boolean client;
  private final ConnectionKeys keys;
  private final SendBuffer sendBuffer;
  private final DataSender sender;
  private final DataRetransmitter retransmitter;
  private final DataTimeouts timeouts;
  private final MappingWriter mappingWriter;
  private final ReceiveWindow window;
  private final Delivery delivery;
  private final DataReassembler reassembler;
  private final SegmentOptions segmentOptions;
  private final Fallback fallback;
  private final SubflowTable subflows = new SubflowTable();
  private final Timer lifeTimer = new LifeTimer();

  private DataState state = DataState.M_SETUP;
  private boolean multipath;
  private boolean checksummed;
  private boolean confirmed;
  private boolean receiving;
  private boolean abortRequested;
  private boolean joinRefused;
  private boolean writableWanted;
  private boolean establishedTold;
  private boolean closedTold;
  private boolean released;
  private boolean outputScheduled;
  private ConnectionEnd end;
  private int nextSubflowId;
  private Object pathPlan;

  public Connection(final ConnectionContext context, final ApplicationEvents application, final boolean client) {
    this.context = context;
    this.application = application;
    this.client = client;
    multipath = context.multipath();
    checksummed = context.checksumWanted();
    keys = new ConnectionKeys(context.crypto(), context.subflows().random());
    sendBuffer = new SendBuffer(context.subflows().memory().chunks(), context.sendBufferBytes());
    sender = new DataSender(this, sendBuffer, context.subflows().noDelay());
    retransmitter = new DataRetransmitter(this);
    timeouts = new DataTimeouts(this, sendBuffer);
    mappingWriter = new MappingWriter(this);
    window = new ReceiveWindow(context.receiveBufferBytes());
    delivery = new Delivery(context.subflows().slices(), window, counters(), application);
    reassembler = new DataReassembler(context.subflows().slices(), counters(), window, delivery);
    segmentOptions = new SegmentOptions(this);
    fallback = new Fallback(this);
  }

  // ---- opening -----------------------------------------------------------------------------------------------

  /** Active open over {@code link}. */
  public void connect(final LinkAttachment link, final Subflow.Tuple tuple, final boolean backup, final long nowNs) {
    counters().increment(Counter.CONNECTIONS_OPENED);
    if (!multipath) {
      fallback.toPlain(FallbackReason.NOT_WANTED);
    }
    beginSending();
    final MptcpSubflow initial = addSubflow(link, tuple, 0, backup, new CapableOpening(multipath));
    initial.tcp().connect(nowNs);
  }

  /** Passive open: a listener took this SYN. */
  public void accept(
      final LinkAttachment link, final Subflow.Tuple tuple, final InboundSegment syn, final long nowNs) {
    counters().increment(Counter.CONNECTIONS_ACCEPTED);
    final boolean offered = CapableOpening.isAcceptable(syn.mptcp().mpCapable());
    if (!multipath || !offered) {
      fallback.toPlain(multipath ? FallbackReason.PEER_DID_NOT_OFFER : FallbackReason.NOT_WANTED);
    } else {
      checksummed |= syn.mptcp().mpCapable().checksumRequired();
    }
    beginSending();
    final MptcpSubflow initial = addSubflow(link, tuple, syn.srcMac(), false, new CapableOpening(multipath));
    initial.tcp().accept(syn, nowNs);
  }

  private void beginSending() {
    if (multipath) {
      keys.drawLocal(context.tokens());
      context.tokens().register(keys.localToken(), this);
    }
    sender.begin(keys.localIdsn() + 1);
  }

  /** Joins a further subflow (RFC 8684 3.2); false when the connection cannot have one now. */
  public boolean join(
      final LinkAttachment link,
      final Subflow.Tuple tuple,
      final int addressId,
      final boolean backup,
      final long nowNs) {
    if (!mayJoin()) {
      return false;
    }
    counters().increment(Counter.JOINS_SENT);
    final JoinOpening opening =
        new JoinOpening(addressId, backup, context.subflows().random().nextInt());
    addSubflow(link, tuple, 0, backup, opening).tcp().connect(nowNs);
    return true;
  }

  /** Takes a join whose token is ours, on any link for any own address; false refuses it. */
  public boolean acceptJoin(
      final LinkAttachment link, final Subflow.Tuple tuple, final InboundSegment syn, final long nowNs) {
    if (!mayJoin()) {
      return false;
    }
    counters().increment(Counter.JOINS_ACCEPTED);
    final MpJoin join = syn.mptcp().mpJoin();
    final JoinOpening opening = new JoinOpening(
        link.index() + 1, false, context.subflows().random().nextInt());
    final MptcpSubflow joining = addSubflow(link, tuple, syn.srcMac(), false, opening);
    opening.onPeerSyn(join);
    joining.tcp().accept(syn, nowNs);
    return true;
  }

  private boolean mayJoin() {
    return multipath && receiving && isOpen() && state != DataState.M_SETUP && subflows.count() < MAX_SUBFLOWS;
  }

  private MptcpSubflow addSubflow(
      final LinkAttachment link,
      final Subflow.Tuple tuple,
      final long peerMac,
      final boolean backup,
      final Opening opening) {
    final MptcpSubflow subflow = new MptcpSubflow(this, nextSubflowId++, link, tuple, peerMac, backup, opening);
    subflows.add(subflow);
    context.host().register(subflow.tcp());
    context.subflows().timers().cancel(lifeTimer);
    return subflow;
  }

  /** The peer's key is known; {@code checksumRequired} is its flag A (RFC 8684 3.1: one side is enough). */
  void onPeerKey(final long key, final boolean checksumRequired) {
    keys.remote(key);
    checksummed |= checksumRequired;
    beginReceiving(keys.remoteIdsn() + 1);
  }

  private void beginReceiving(final long dsn) {
    if (!receiving) {
      receiving = true;
      reassembler.begin(dsn);
    }
  }

  /** The first subflow is established. */
  void onEstablished(final long nowNs) {
    beginReceiving(1);
    state = DataState.M_ESTAB;
    sender.openWindow(multipath ? subflows.get(0).tcp().sender().sndWnd() : DataSender.UNLIMITED_BYTES);
    scheduleOutput();
  }

  /** A DSS has come: the peer speaks MPTCP for certain. */
  void onConfirmed(final long nowNs) {
    confirmed = true;
    context.paths().onReady(this, nowNs);
  }

  /** A join is established at this end. */
  void onJoined(final MptcpSubflow subflow, final long nowNs) {
    counters().increment(Counter.JOINS_ESTABLISHED);
    scheduleOutput();
  }

  /** Called by {@link Fallback} alone. */
  void becomePlain() {
    multipath = false;
    if (state != DataState.M_SETUP) {
      sender.openWindow(DataSender.UNLIMITED_BYTES);
    }
    if (keys.localToken() != 0) {
      context.tokens().unregister(keys.localToken());
    }
    scheduleOutput();
  }

  // ---- arriving ----------------------------------------------------------------------------------------------

  /** A slice whose position is a data sequence number. */
  void onMappedSlice(final RxSlice slice) {
    reassembler.onSlice(slice);
  }

  /** In plain TCP the subflow's stream is the data stream. */
  void onPlainSlice(final RxSlice slice) {
    slice.position(keys.remoteIdsn() + slice.position());
    reassembler.onSlice(slice);
  }

  void onDataFin(final long dsn) {
    reassembler.onDataFin(dsn);
  }

  /** Something arrived: the DATA_FIN may be in order now, the window may have opened. */
  void afterData(final long nowNs) {
    if (reassembler.pollFin()) {
      delivery.onFinReached();
      state = state.onPeerFin();
      requestAcks();
    }
    if (window.isUpdateDue()) {
      requestAcks();
    }
    scheduleOutput();
  }

  /** An acknowledgement, with DATA_ACK and DATA_FIN, leaves on every subflow that works. */
  void requestAcks() {
    markAcksOwed();
    scheduleOutput();
  }

  private void markAcksOwed() {
    for (int i = 0; i < subflows.count(); i++) {
      if (subflows.get(i).isEstablished()) {
        subflows.get(i).tcp().receiver().requestAck();
      }
    }
  }

  void onSubflowAcknowledged(final SentSegment segment) {
    if (!multipath) {
      if (segment.isMapped()) {
        sender.onPlainAck(segment.dsn() + segment.mappedBytes());
      }
      if (segment.isFin()) {
        sender.onPlainFinAck();
      }
    }
  }

  void onSubflowPeerFin(final MptcpSubflow subflow, final long nowNs) {
    if (multipath) {
      subflow.close(nowNs);
    } else {
      reassembler.onDataFin(reassembler.dataRcvNxt());
      afterData(nowNs);
    }
  }

  void onFinSent(final long nowNs) {
    state = state.onFinSent();
    if (multipath) {
      requestAcks(); // the DATA_FIN by itself, on every subflow
    } else if (subflows.count() > 0) {
      subflows.get(0).close(nowNs);
    }
  }

  void onFinAcknowledged() {
    state = state.onFinAcknowledged();
    scheduleOutput();
  }

  /** The subflow is reset before the cycle ends; what it still receives until then is discarded. */
  void resetSubflow(final MptcpSubflow subflow, final int reason) {
    subflow.doom(reason);
    scheduleOutput();
  }

  void onSubflowClosed(final MptcpSubflow subflow, final SubflowEnd subflowEnd, final long nowNs) {
    context.host().unregister(subflow.tcp());
    subflows.remove(subflow);
    joinRefused |= !subflow.isInitial() && subflowEnd == SubflowEnd.REFUSED;
    if (isOpen()) {
      retransmitter.adopt(subflow);
      context.paths().onSubflowClosed(this, subflow, subflowEnd, nowNs);
      if (subflows.count() == 0) {
        onLastSubflowClosed(subflowEnd, nowNs);
      }
    }
    scheduleOutput();
  }

  private void onLastSubflowClosed(final SubflowEnd subflowEnd, final long nowNs) {
    final boolean mayRejoin = multipath && confirmed && !(joinRefused && client);
    if (mayRejoin) {
      context.subflows().timers().arm(lifeTimer, nowNs + LONELY_NS);
      return;
    }
    end(
        switch (subflowEnd) {
          case REFUSED -> state == DataState.M_SETUP ? ConnectionEnd.REFUSED : ConnectionEnd.RESET_BY_PEER;
          case RESET_BY_PEER -> ConnectionEnd.RESET_BY_PEER;
          case TIMED_OUT -> ConnectionEnd.TIMED_OUT;
          case RESET_BY_US -> ConnectionEnd.PROTOCOL_ERROR;
          case FINISHED -> ConnectionEnd.FINISHED;
        },
        nowNs);
  }

  // ---- links -------------------------------------------------------------------------------------------------

  /** The link's carrier is gone: its subflows are suspended, and their octets go elsewhere at once. */
  public void onLinkDown(final LinkAttachment link, final long nowNs) {
    for (int i = 0; i < subflows.count(); i++) {
      if (subflows.get(i).tcp().link() == link) {
        subflows.get(i).tcp().suspend();
      }
    }
    retransmitter.check(nowNs);
  }

  /** The carrier is back. */
  public void onLinkUp(final LinkAttachment link, final long nowNs) {
    for (int i = 0; i < subflows.count(); i++) {
      if (subflows.get(i).tcp().link() == link) {
        subflows.get(i).suspect(false);
        subflows.get(i).tcp().resume(nowNs);
      }
    }
  }

  // ---- leaving -----------------------------------------------------------------------------------------------

  void scheduleOutput() {
    if (!outputScheduled) {
      outputScheduled = true;
      context.host().scheduleOutput(this);
    }
  }

  /** Does everything that is due before the cycle ends. Called by the engine only. */
  public void output(final long nowNs) {
    outputScheduled = false;
    if (released) {
      return;
    }
    delivery.resume();
    tellApplication();
    if (abortRequested || delivery.hasFailed()) {
      end(abortRequested ? ConnectionEnd.ABORTED : ConnectionEnd.HANDLER_FAILED, nowNs);
    }
    resetDoomed(nowNs);
    for (int i = 0; i < subflows.count(); i++) {
      subflows.get(i).tcp().retransmit(nowNs);
    }
    if (isOpen() && state != DataState.M_SETUP) {
      retransmitter.output(nowNs);
      sender.output(nowNs);
      timeouts.arm(nowNs);
      retransmitter.arm(nowNs);
    }
    if (window.isUpdateDue() && receiving) {
      markAcksOwed(); // not requestAcks: with every link down that would be output without end
    }
    for (int i = subflows.count() - 1; i >= 0; i--) {
      subflows.get(i).tcp().output(nowNs);
    }
    finish(nowNs);
  }

  private void resetDoomed(final long nowNs) {
    for (int i = subflows.count() - 1; i >= 0; i--) {
      final MptcpSubflow subflow = subflows.get(i);
      if (subflow.isDoomed()) {
        subflow.resetDoomed(nowNs);
      }
    }
  }

  private void tellApplication() {
    if (!establishedTold && state != DataState.M_SETUP && end == null) {
      establishedTold = true;
      application.onEstablished();
    }
    if (writableWanted
        && isOpen()
        && sendBuffer.roomBytes() > 0
        && context.subflows().memory().chunks().free() > 0) {
      writableWanted = false;
      application.onWritable();
    }
    if (delivery.pollPeerClosed()) {
      application.onPeerClosed();
    }
  }

  private void finish(final long nowNs) {
    if (state.isOver() && !lifeTimer.isArmed()) {
      context.subflows().timers().arm(lifeTimer, nowNs + CLOSING_NS);
      context.paths().onConnectionClosed(this);
      for (int i = 0; multipath && i < subflows.count(); i++) {
        subflows.get(i).close(nowNs);
      }
      scheduleOutput();
    }
    if (state.isOver() && !closedTold && (end != null || delivery.waitingBytes() == 0)) {
      closedTold = true;
      application.onClosed(end == null ? ConnectionEnd.FINISHED : end);
    }
    if (state.isOver() && closedTold && subflows.count() == 0) {
      release();
    }
  }

  /** Ends the connection now, resetting what subflows it has. */
  public void end(final ConnectionEnd why, final long nowNs) {
    if (end != null || state.isOver()) {
      return;
    }
    end = why;
    final boolean established = state != DataState.M_SETUP;
    state = DataState.M_CLOSED;
    context.paths().onConnectionClosed(this);
    while (subflows.count() > 0) {
      final MptcpSubflow subflow = subflows.get(0);
      if (multipath && established && why != ConnectionEnd.RESET_BY_PEER && why != ConnectionEnd.TIMED_OUT) {
        counters().increment(Counter.FASTCLOSE_SENT);
        subflow.resetFast(nowNs);
      } else {
        subflow.tcp().reset(nowNs);
      }
    }
    scheduleOutput();
  }

  private void release() {
    if (!released) {
      released = true;
      context.subflows().timers().remove(lifeTimer);
      timeouts.clear();
      retransmitter.clear();
      sendBuffer.clear();
      reassembler.clear();
      delivery.clear();
      if (multipath) {
        context.tokens().unregister(keys.localToken());
      }
      context.host().onReleased(this);
    }
  }

  /** Gives everything back at once; the stack is closing. */
  public void discard(final long nowNs) {
    end(ConnectionEnd.STACK_CLOSED, nowNs);
    while (subflows.count() > 0) {
      subflows.get(0).tcp().reset(nowNs);
    }
    delivery.clear();
    finish(nowNs);
    release();
  }

  private final class LifeTimer extends Timer {
    @Override
    protected void onDeadline(final long nowNs) {
      if (state.isOver()) {
        subflows.resetUnfinished(nowNs);
      } else {
        end(joinRefused ? ConnectionEnd.RESET_BY_PEER : ConnectionEnd.TIMED_OUT, nowNs);
      }
      scheduleOutput();
    }
  }

  // ---- what the application asks -----------------------------------------------------------------------------

  /** Address of {@code bytes} contiguous octets to write and commit; 0 when there is no room now. */
  public long claim(final int bytes) {
    final long address = sendBuffer.claim(bytes);
    if (address == 0) {
      awaitRoom();
    }
    return address;
  }

  public void commit(final int bytes) {
    sendBuffer.commit(bytes);
    scheduleOutput();
  }

  /** Copies what fits; returns octets taken. */
  public int offer(final MemorySegment source, final long offset, final int length) {
    final int taken = sendBuffer.offer(source, offset, length);
    counters().add(Counter.SENT_COPIED_BYTES, taken);
    if (taken < length) {
      awaitRoom();
    }
    if (taken > 0) {
      scheduleOutput();
    }
    return taken;
  }

  private void awaitRoom() {
    writableWanted = true;
    context.host().awaitMemory(this);
  }

  void onRoom() {
    if (writableWanted) {
      scheduleOutput();
    }
  }

  /** Memory of the engine has become free. */
  public void onMemory() {
    onRoom();
  }

  /** Whether the application waits for room that memory, rather than the peer, denies. */
  public boolean isWritableWanted() {
    return writableWanted && isOpen();
  }

  /** Whether octets are still taken from the application. */
  public boolean maySend() {
    return isOpen() && !sender.isFinQueued() && !abortRequested;
  }

  public void close() {
    sender.close();
    scheduleOutput();
  }

  public void abort() {
    abortRequested = true;
    scheduleOutput();
  }

  public void resumeReading() {
    delivery.requestResume();
    scheduleOutput();
  }

  public long writableBytes() {
    return maySend() ? sendBuffer.roomBytes() : 0;
  }

  // ---- what the parts ask of each other ----------------------------------------------------------------------

  long receiveWindowBytes() {
    return receiving ? window.bytes(reassembler.dataRcvNxt()) : context.receiveBufferBytes();
  }

  void onWindowOffered(final long windowBytes) {
    if (receiving) {
      window.onOffered(reassembler.dataRcvNxt(), windowBytes);
    }
  }

  SubflowView[] views() {
    return subflows.views();
  }

  public MptcpSubflow subflow(final int index) {
    return subflows.get(index);
  }

  public int subflowCount() {
    return subflows.count();
  }

  /** Subflows that have ended, the latest {@link SubflowTable#MAX_CLOSED}. */
  public MptcpSubflow closedSubflow(final int index) {
    return subflows.closed(index);
  }

  public int closedSubflowCount() {
    return subflows.closedCount();
  }

  int wantedBytes() {
    return sender.wantedBytes();
  }

  public ConnectionContext context() {
    return context;
  }

  Counters counters() {
    return context.subflows().counters();
  }

  ConnectionKeys keys() {
    return keys;
  }

  public DataState state() {
    return state;
  }

  public boolean isClient() {
    return client;
  }

  /** Neither finished nor ended. */
  public boolean isOpen() {
    return !state.isOver();
  }

  public boolean isMultipath() {
    return multipath;
  }

  boolean isChecksummed() {
    return checksummed;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  boolean isFinOwed() {
    return sender.isFinOwed();
  }

  long finDsn() {
    return sender.finDsn();
  }

  long dataAck() {
    return reassembler.dataAck();
  }

  long dataRcvNxt() {
    return reassembler.dataRcvNxt();
  }

  DataSender sender() {
    return sender;
  }

  DataRetransmitter retransmitter() {
    return retransmitter;
  }

  MappingWriter mappingWriter() {
    return mappingWriter;
  }

  SegmentOptions segmentOptions() {
    return segmentOptions;
  }

  Fallback fallback() {
    return fallback;
  }

  /** What the path manager keeps with this connection; its own affair. */
  public Object pathPlan() {
    return pathPlan;
  }

  public void pathPlan(final Object plan) {
    pathPlan = plan;
  }

  /** Why the connection is plain TCP, if it is. */
  public FallbackReason fallbackReason() {
    return fallback.reason();
  }

  public long sentBytes() {
    return sender.sentBytes();
  }

  public long acknowledgedBytes() {
    return sender.acknowledgedBytes();
  }

  public long consumedBytes() {
    return delivery.consumedBytes();
  }

  public long duplicateBytes() {
    return reassembler.duplicateBytes();
  }

  public long reinjectedBytes(final ReinjectionCause cause) {
    return retransmitter.bytes(cause);
  }

  public long firstReinjectionNs() {
    return retransmitter.firstReinjectionNs();
  }
}
