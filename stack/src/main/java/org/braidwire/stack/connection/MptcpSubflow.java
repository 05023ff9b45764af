package org.braidwire.stack.connection;

import org.braidwire.scheduler.SubflowView;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.subflow.PinnedFrames;
import org.braidwire.stack.subflow.RxSlice;
import org.braidwire.stack.subflow.SentSegment;
import org.braidwire.stack.subflow.Subflow;
import org.braidwire.stack.subflow.SubflowEnd;
import org.braidwire.stack.subflow.SubflowOwner;
import org.braidwire.stack.subflow.SubflowState;
import org.braidwire.stack.wire.Dss;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.MpCapable;
import org.braidwire.stack.wire.OptionWriter;

/**
 * One subflow as its connection sees it: owner of the TCP below, view for the scheduler, and the MPTCP state that
 * belongs to one subflow alone: how it opens ({@link Opening}), its mapper, its progress. Engine thread.
 */
public final class MptcpSubflow implements SubflowOwner, SubflowView {
  private static final int SEVERAL = 3;

  private final Connection connection;
  private final int id;
  private final boolean backup;
  private final Subflow tcp;
  private final Suspicion suspicion;
  private final DataSequenceMapper mapper;
  private final Opening opening;
  private final ResetNote resetNote = new ResetNote();

  private boolean peerBackup;
  private boolean closing;
  private boolean doomed;
  private long payloadSentBytes;

  /** Segments without any MPTCP option since the last one with some. */
  private int bareSegments;

  MptcpSubflow(
      final Connection connection,
      final int id,
      final LinkAttachment link,
      final Subflow.Tuple tuple,
      final long peerMac,
      final boolean backup,
      final Opening opening) {
    this.connection = connection;
    this.id = id;
    this.backup = backup;
    this.opening = opening;
    tcp = new Subflow(connection.context().subflows(), this, link, tuple, peerMac);
    suspicion = new Suspicion(tcp.sender().queue());
    mapper = new DataSequenceMapper(this, connection);
    opening.attach(connection, this);
  }

  // ---- what the TCP below asks -------------------------------------------------------------------------------

  @Override
  public void writeSynOptions(final Subflow subflow, final OptionWriter options) {
    opening.writeSynOptions(options);
  }

  @Override
  public void writeAckOptions(final Subflow subflow, final OptionWriter options) {
    if (!connection.isMultipath() || opening.writeAckOptions(options)) {
      return;
    }
    connection.mappingWriter().writeAck(options);
  }

  @Override
  public void writeDataOptions(final Subflow subflow, final SentSegment segment, final OptionWriter options) {
    if (connection.isMultipath()) {
      connection.mappingWriter().writeData(segment, options);
    }
  }

  @Override
  public void writeResetOptions(final Subflow subflow, final OptionWriter options) {
    if (connection.isMultipath()) {
      resetNote.write(options, connection.keys().remoteKey());
    }
  }

  @Override
  public long receiveWindowBytes(final Subflow subflow) {
    return connection.receiver().windowBytes();
  }

  @Override
  public void onWindowOffered(final Subflow subflow, final long windowBytes) {
    connection.receiver().onWindowOffered(windowBytes);
  }

  @Override
  public boolean onSynReceived(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    return opening.onSynReceived(segment);
  }

  @Override
  public ThirdAck judgeThirdAck(final Subflow subflow, final InboundSegment segment) {
    return opening.judgeThirdAck(segment);
  }

  @Override
  public void onEstablished(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    opening.onEstablished(nowNs);
  }

  @Override
  public boolean onSegment(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    return connection.segmentOptions().onSegment(this, segment, nowNs);
  }

  @Override
  public void mapSlice(final Subflow subflow, final RxSlice slice, final InboundSegment segment) {
    final Dss dss = segment.mptcp().dss();
    final MpCapable capable = segment.mptcp().mpCapable();
    if (dss.present() && dss.hasMapping()) {
      slice.map(dss);
    } else if (capable.present() && capable.hasDataLevelLength()) {
      slice.mapCapable(
          connection.keys().remoteIdsn() + 1,
          capable.dataLevelLength(),
          capable.hasChecksum(),
          capable.checksum());
    }
    if (connection.isChecksummed()) {
      slice.sum(segment.payloadSum()); // also where the mapping came before
    }
  }

  @Override
  public PinnedFrames pins() {
    return connection.receiver().pins();
  }

  /** With MPTCP the data level may refuse what the subflow has acknowledged; in plain TCP nobody may. */
  @Override
  public boolean admitsText() {
    return connection.isMultipath() || !connection.receiver().isPaused();
  }

  @Override
  public void onInOrder(final Subflow subflow, final RxSlice slice, final long nowNs) {
    if (connection.isMultipath()) {
      mapper.onSlice(slice);
    } else {
      connection.onPlainSlice(slice);
    }
    connection.afterData(nowNs);
  }

  @Override
  public void onAcknowledged(final Subflow subflow, final SentSegment segment) {
    suspicion.onAcknowledged(segment);
    connection.onSubflowAcknowledged(segment);
  }

  @Override
  public void onProgress(final Subflow subflow, final long nowNs) {
    suspicion.lift();
    connection.scheduleOutput();
  }

  @Override
  public void onRetransmissionTimeout(final Subflow subflow, final long nowNs) {
    opening.onSynTimeout(tcp.sender().timeouts());
  }

  @Override
  public void onPeerFin(final Subflow subflow, final long nowNs) {
    closing = connection.isMultipath(); // in plain TCP the other direction goes on
    connection.onSubflowPeerFin(this, nowNs);
  }

  @Override
  public void onResetOptions(final Subflow subflow, final InboundSegment segment, final long nowNs) {
    connection.segmentOptions().onReset(segment, nowNs);
  }

  @Override
  public void onClosed(final Subflow subflow, final SubflowEnd end, final long nowNs) {
    opening.onClosed();
    mapper.clear();
    connection.onSubflowClosed(this, end, nowNs);
  }

  @Override
  public KeepAlive keepAlive() {
    return connection.application().keepAlive();
  }

  @Override
  public void scheduleOutput() {
    connection.scheduleOutput();
  }

  // ---- what the scheduler sees -------------------------------------------------------------------------------

  @Override
  public int id() {
    return id;
  }

  @Override
  public boolean usable() {
    return tcp.state().maySend() && !tcp.isSuspended() && !closing && opening.mayCarryData();
  }

  @Override
  public boolean backup() {
    return backup || peerBackup;
  }

  @Override
  public boolean suspect() {
    return suspicion.isRaised();
  }

  @Override
  public long srttNs() {
    return tcp.sender().rtt().srttNs();
  }

  @Override
  public long rttVarNs() {
    return tcp.sender().rtt().rttVarNs();
  }

  /** Room worth sending into for what waits, or whatever there is when nothing is outstanding: no silly windows. */
  @Override
  public int sendableBytes() {
    if (!usable()) {
      return 0;
    }
    final int room = tcp.sender().sendableBytes();
    return room >= Math.min(tcp.sender().runSize().worthwhileBytes(payloadMssBytes()), connection.wantedBytes())
            || tcp.sender().queue().isEmpty()
        ? room
        : 0;
  }

  @Override
  public long cwndBytes() {
    return tcp.sender().congestion().cwndBytes();
  }

  @Override
  public long flightSizeBytes() {
    return tcp.sender().queue().pipeBytes();
  }

  @Override
  public long lastProgressNs() {
    return tcp.sender().lastProgressNs();
  }

  // ---- what the connection does with it ----------------------------------------------------------------------

  int payloadMssBytes() {
    return tcp.sender().payloadMssBytes(connection.isMultipath() ? MappingWriter.DATA_OPTION_BYTES : 0);
  }

  /** Most octets that one mapping takes now: until the peer has confirmed MPTCP, what one segment carries. */
  int runBytes() {
    final int mss = payloadMssBytes();
    if (connection.isMultipath() && !connection.isConfirmed()) {
      return mss;
    }
    final int runBytes = tcp.sender().runSize().bytes(mss);
    return connection.isChecksummed() ? Math.min(runBytes, mss * MappingWriter.CHECKSUMMED_SEGMENTS) : runBytes;
  }

  /** Subflow sequence number of the next octet to be sent (RFC 8684 3.3.1: relative, the first is 1). */
  int nextSsn() {
    return tcp.sender().sndNxt() - tcp.sender().iss();
  }

  void onOptions() {
    bareSegments = 0;
  }

  void onBareSegment() {
    bareSegments++;
  }

  /** Whether several segments in a row came without options, the newest among them. */
  boolean isBare() {
    return bareSegments >= SEVERAL;
  }

  Suspicion suspicion() {
    return suspicion;
  }

  /** Clock time of the first copy sent elsewhere since this subflow last became suspect; 0 if there was none. */
  public long firstReinjectionNs() {
    return suspicion.firstReinjectionNs();
  }

  void peerBackup(final boolean on) {
    peerBackup = on;
  }

  void countPayload(final int bytes) {
    payloadSentBytes += bytes;
  }

  /** Payload octets sent for the first time on this subflow, reinjected ones included. */
  public long payloadSentBytes() {
    return payloadSentBytes;
  }

  /** FIN after what is queued; no new data. */
  void close(final long nowNs) {
    closing = true;
    tcp.close(nowNs);
  }

  /** What a RST of this subflow will say. */
  ResetNote resetNote() {
    return resetNote;
  }

  /** RST with MP_FASTCLOSE (RFC 8684 3.5). */
  void resetFast(final long nowNs) {
    resetNote.fastclose();
    tcp.reset(nowNs);
  }

  /** To be reset before the cycle ends. */
  void doom(final int reason) {
    doomed = true;
    closing = true;
    resetNote.reason(reason);
  }

  /** Whether something could be sent if the device took it. */
  boolean isHeldUpByDevice(final boolean dataWaiting) {
    return (dataWaiting && usable()
            || tcp.sender().hasLost()
            || tcp.receiver().isAckDue())
        && !tcp.isSuspended()
        && tcp.link().isUp()
        && !connection.context().subflows().ipOutput().canSend(tcp.link());
  }

  boolean isDoomed() {
    return doomed;
  }

  void resetDoomed(final long nowNs) {
    tcp.reset(nowNs);
  }

  boolean isEstablished() {
    return tcp.state().isSynchronized() && tcp.state() != SubflowState.TIME_WAIT;
  }

  public Subflow tcp() {
    return tcp;
  }

  Opening opening() {
    return opening;
  }

  DataSequenceMapper mapper() {
    return mapper;
  }

  /** Whether this subflow opened the connection, as opposed to joining it. */
  public boolean isInitial() {
    return opening.isInitial();
  }

  public boolean isPassive() {
    return tcp.isPassive();
  }
}
