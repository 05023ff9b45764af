package org.braidwire.stack.connection;

import org.braidwire.scheduler.SubflowView;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.SentSegment;
import org.braidwire.stack.subflow.SubflowEnd;

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

  private final ConnectionContext context;
  private final ApplicationSide application;
  private final boolean client;
  private final ConnectionKeys keys;
  private final SendBuffer sendBuffer;
  private final DataSender sender;
  private final DataRetransmitter retransmitter;
  private final DataTimeouts timeouts;
  private final DataAckRequest dataAckRequest;
  private final MappingWriter mappingWriter;
  private final DataReceiver receiver;
  private final SegmentOptions segmentOptions;
  private final Fallback fallback;
  private final SubflowTable subflows = new SubflowTable();
  private final ConnectionFigures figures;
  private final SubflowOpener opener;
  private final ConnectionLife life;

  private DataState state = DataState.M_SETUP;
  private boolean multipath;
  private boolean checksummed;
  private boolean established;
  private boolean confirmed;
  private boolean outputScheduled;
  private Object pathPlan;

  public Connection(final ConnectionContext context, final ApplicationEvents events, final boolean client) {
    this.context = context;
    this.client = client;
    multipath = context.multipath();
    checksummed = context.checksumWanted();
    keys = new ConnectionKeys(context.crypto(), context.subflows().random());
    sendBuffer = new SendBuffer(context.subflows().memory().chunks(), context.sendBufferBytes());
    sender = new DataSender(this, sendBuffer, context.subflows().noDelay());
    retransmitter = new DataRetransmitter(this, sendBuffer);
    timeouts = new DataTimeouts(this, sendBuffer, subflows);
    dataAckRequest = new DataAckRequest(this, subflows);
    mappingWriter = new MappingWriter(this);
    receiver = new DataReceiver(context, events);
    figures = new ConnectionFigures(sender, receiver, retransmitter, subflows);
    segmentOptions = new SegmentOptions(this);
    fallback = new Fallback(this);
    application = new ApplicationSide(this, events, sendBuffer, receiver.delivery());
    opener = new SubflowOpener(this, subflows);
    life = new ConnectionLife(this, subflows);
  }

  /** The peer's key is known; {@code checksumRequired} is its flag A (RFC 8684 3.1: one side is enough). */
  void onPeerKey(final long key, final boolean checksumRequired) {
    keys.remote(key);
    checksummed |= checksumRequired;
    receiver.begin(keys.remoteIdsn() + 1);
  }

  /** Draws the keys, if MPTCP is spoken, and numbers the first octet. */
  void beginSending() {
    if (multipath) {
      keys.drawLocal(context.tokens());
      context.tokens().register(keys.localToken(), this);
    }
    sender.begin(keys.localIdsn() + 1);
  }

  /** The peer asks for DSS checksums (RFC 8684 3.1: one side is enough). */
  void requireChecksum(final boolean required) {
    checksummed |= required;
  }

  /** The first subflow is established. */
  void onEstablished(final long nowNs) {
    receiver.begin(1);
    established = true;
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
    life.onJoined();
    scheduleOutput();
  }

  /** Called by {@link Fallback} alone. */
  void becomePlain() {
    multipath = false;
    if (established) {
      sender.onPlainAck(subflows.firstUnacknowledged(sender.dataSndNxt()));
      sender.openWindow(DataSender.UNLIMITED_BYTES);
    }
    if (sender.isFinOwed() && subflows.count() > 0) {
      subflows.get(0).close(context.host().nowNs()); // what was a DATA_FIN that nobody understood is a FIN
    }
    if (keys.localToken() != 0) {
      context.tokens().unregister(keys.localToken());
    }
    scheduleOutput();
  }

  // ---- arriving ----------------------------------------------------------------------------------------------

  /** A slice whose position is a data sequence number. */
  void onMappedSlice(final RxSlice slice) {
    receiver.onMappedSlice(slice);
  }

  /** In plain TCP the subflow's stream is the data stream. */
  void onPlainSlice(final RxSlice slice) {
    slice.position(keys.remoteIdsn() + slice.position());
    receiver.onPlainSlice(slice);
  }

  /** Something arrived: the DATA_FIN may be in order now; output sees whether the window has opened. */
  void afterData(final long nowNs) {
    if (receiver.pollFin()) {
      state = state.onPeerFin();
      requestAcks();
    }
    scheduleOutput();
  }

  /** An acknowledgement, with DATA_ACK and DATA_FIN, leaves on every subflow that works. */
  void requestAcks() {
    subflows.requestAcks();
    scheduleOutput();
  }

  void onSubflowAcknowledged(final SentSegment segment) {
    if (!multipath) {
      if (segment.isMapped()) {
        sender.onPlainAck(segment.payloadDsn() + segment.payloadBytes());
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
      receiver.onPlainFin();
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
    if (isOpen()) {
      retransmitter.adopt(subflow);
      context.paths().onSubflowClosed(this, subflow, subflowEnd, nowNs);
      life.onSubflowClosed(subflow, subflowEnd, nowNs);
    }
    scheduleOutput();
  }

  // ---- links -------------------------------------------------------------------------------------------------

  /** The link's carrier is gone: its subflows are suspended, and their octets go elsewhere at once. */
  public void onLinkDown(final LinkAttachment link, final long nowNs) {
    subflows.suspend(link);
    retransmitter.check(nowNs);
  }

  /** The carrier is back. */
  public void onLinkUp(final LinkAttachment link, final long nowNs) {
    subflows.resume(link, nowNs);
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
    if (life.isReleased()) {
      return;
    }
    application.tell();
    if (application.endWanted() != null) {
      life.end(application.endWanted(), nowNs);
    }
    subflows.resetDoomed(nowNs);
    subflows.retransmit(nowNs);
    if (isOpen() && established) {
      retransmitter.output(nowNs);
      sender.output(nowNs);
      timeouts.arm(nowNs);
      dataAckRequest.arm(nowNs);
      retransmitter.arm(nowNs);
    }
    if (receiver.isWindowUpdateDue()) {
      subflows.requestAcks(); // not requestAcks: with every link down that would be output without end
    }
    life.closeSubflows(nowNs);
    subflows.output(nowNs);
    life.finish(nowNs);
    if (subflows.isHeldUpByDevice(wantedBytes() > 0)) {
      scheduleOutput(); // nobody tells when the device has room again
    }
  }

  /** Ended by {@link ConnectionLife}: no data-level state is left. */
  void onEnded() {
    state = DataState.M_CLOSED;
    context.paths().onConnectionClosed(this);
  }

  /** Gives back what the parts hold. */
  void releaseParts() {
    timeouts.clear();
    dataAckRequest.clear();
    retransmitter.clear();
    sendBuffer.clear();
    receiver.clear();
    if (multipath) {
      context.tokens().unregister(keys.localToken());
    }
  }

  // ---- what the parts ask of each other ----------------------------------------------------------------------

  /** The send buffer has room again. */
  void onRoom() {
    application.onRoom();
  }

  /** How subflows are opened. */
  public SubflowOpener opener() {
    return opener;
  }

  /** How the connection ends. */
  public ConnectionLife life() {
    return life;
  }

  /** What the application may ask. */
  public ApplicationSide application() {
    return application;
  }

  /** Whether the first subflow's handshake has completed, now or ever. */
  public boolean isEstablished() {
    return established;
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

  DataReceiver receiver() {
    return receiver;
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

  /** What it has done so far. */
  public ConnectionFigures figures() {
    return figures;
  }
}
