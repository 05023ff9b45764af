package org.braidwire.stack.subflow;

import org.braidwire.io.frame.FramePool;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.Counters;
import org.braidwire.stack.net.IpOutput;
import org.braidwire.stack.net.LinkAttachment;
import org.braidwire.stack.net.PayloadSums;
import org.braidwire.stack.net.Route;
import org.braidwire.stack.wire.InboundSegment;
import org.braidwire.stack.wire.OptionWriter;
import org.braidwire.stack.wire.TcpFlags;
import org.braidwire.stack.wire.TcpHeader;

/**
 * Makes TCP segments: header and options in front of a payload that stays where it is. The one place where
 * sequence numbers, windows and options become octets. Engine thread.
 */
public final class SegmentWriter {
  static final int IP_AND_TCP_BYTES = 40;
  static final int TIMESTAMP_BYTES = 12;
  private static final int MAX_OPTION_BYTES = 40;
  private static final int SACK_HEADER_BYTES = 4;
  private static final int SACK_BLOCK_BYTES = 8;
  static final int MAX_WINDOW_FIELD = 0xffff;
  private static final long TIMESTAMP_TICK_NS = 1_000_000L;
  private static final int NO_TOS = 0;

  private final IpOutput ipOutput;
  private final Counters counters;
  private final OptionWriter options = new OptionWriter();
  private final Route answerRoute = new Route();
  private final int timestampOffset;

  /**
   * @param timestampOffset added to the millisecond clock, so that uptime is not told
   */
  public SegmentWriter(final IpOutput ipOutput, final Counters counters, final int timestampOffset) {
    this.ipOutput = ipOutput;
    this.counters = counters;
    this.timestampOffset = timestampOffset;
  }

  /** Sends a queued segment: SYN, SYN/ACK, data or FIN. False when the device had no room for all of it. */
  boolean emitSegment(final Subflow subflow, final SentSegment segment, final long nowNs) {
    final long header = ipOutput.beginSegment();
    if (header == FramePool.NONE) {
      counters.increment(Counter.POOL_EXHAUSTED);
      return true; // as if it were lost
    }
    options.begin(header + TcpHeader.MIN_BYTES);
    int flags = TcpFlags.ACK;
    if (segment.syn) {
      flags = subflow.state() == SubflowState.SYN_SENT ? TcpFlags.SYN : TcpFlags.SYN | TcpFlags.ACK;
      writeSynOptions(subflow, nowNs);
    } else {
      writeTimestamps(subflow, nowNs);
      if (segment.payloadBytes() > 0) {
        subflow.owner().writeDataOptions(subflow, segment, options);
      } else {
        subflow.owner().writeAckOptions(subflow, options);
      }
      flags |= (segment.push ? TcpFlags.PSH : 0) | (segment.fin ? TcpFlags.FIN : 0);
    }
    return finish(subflow, header, segment.seq, flags, segment);
  }

  /** Sends an acknowledgement without data. False when the device had no room for it. */
  boolean emitAck(final Subflow subflow, final long nowNs) {
    return emitEmpty(subflow, subflow.sender().sndNxt(), nowNs);
  }

  /** Sends a segment that the peer must answer: one octet before what it expects. False when there was no room. */
  boolean emitProbe(final Subflow subflow, final long nowNs) {
    return emitEmpty(subflow, subflow.sender().sndUna() - 1, nowNs);
  }

  private boolean emitEmpty(final Subflow subflow, final int seq, final long nowNs) {
    final long header = ipOutput.beginSegment();
    if (header == FramePool.NONE) {
      counters.increment(Counter.POOL_EXHAUSTED);
      return true; // as if it were lost
    }
    options.begin(header + TcpHeader.MIN_BYTES);
    writeTimestamps(subflow, nowNs);
    subflow.owner().writeAckOptions(subflow, options);
    writeSack(subflow);
    return finish(subflow, header, seq, TcpFlags.ACK, null);
  }

  /** Answers for a subflow of which no more is left. */
  void emitAck(final TimeWait wait, final long nowNs) {
    final long header = ipOutput.beginSegment();
    if (header == FramePool.NONE) {
      counters.increment(Counter.POOL_EXHAUSTED);
      return;
    }
    options.begin(header + TcpHeader.MIN_BYTES);
    if (wait.timestamps()) {
      options.timestamps(timestamp(nowNs), wait.tsRecent());
    }
    options.pad();
    final int headerBytes = TcpHeader.MIN_BYTES + options.bytes();
    TcpHeader.write(
        header,
        wait.localPort(),
        wait.remotePort(),
        wait.sndNxt(),
        wait.rcvNxt(),
        headerBytes,
        TcpFlags.ACK,
        wait.windowField());
    counters.increment(Counter.SEGMENTS_SENT);
    answerRoute.set(
        wait.link(), wait.localHigh(), wait.localLow(), wait.remoteHigh(), wait.remoteLow(), wait.peerMac());
    ipOutput.sendSegment(answerRoute, header, headerBytes, 0, 0, 0, PayloadSums.EMPTY, NO_TOS);
  }

  /** Sends RST for a subflow that exists. */
  void emitReset(final Subflow subflow, final long nowNs) {
    final long header = ipOutput.beginSegment();
    if (header == FramePool.NONE) {
      counters.increment(Counter.POOL_EXHAUSTED);
      return;
    }
    options.begin(header + TcpHeader.MIN_BYTES);
    writeTimestamps(subflow, nowNs);
    subflow.owner().writeResetOptions(subflow, options);
    counters.increment(Counter.RESETS_SENT);
    finish(subflow, header, subflow.sender().sndNxt(), TcpFlags.RST | TcpFlags.ACK, null);
  }

  private void writeSynOptions(final Subflow subflow, final long nowNs) {
    final boolean answer = subflow.state() != SubflowState.SYN_SENT;
    options.mss(subflow.link().mtuBytes() - IP_AND_TCP_BYTES);
    if (!answer || subflow.sender().sackPermitted()) {
      options.sackPermitted();
    }
    if (!answer || subflow.receiver().timestamps()) {
      options.timestamps(timestamp(nowNs), subflow.receiver().tsRecent());
    }
    if (!answer || subflow.receiver().windowShift() > 0) {
      options.windowScale(subflow.context().windowShift());
    }
    subflow.owner().writeSynOptions(subflow, options);
  }

  private void writeTimestamps(final Subflow subflow, final long nowNs) {
    if (subflow.receiver().timestamps()) {
      options.timestamps(timestamp(nowNs), subflow.receiver().tsRecent());
    }
  }

  private void writeSack(final Subflow subflow) {
    final SackRanges ranges = subflow.receiver().sackRanges();
    if (ranges.count() > 0 && subflow.sender().sackPermitted()) {
      final int room = (MAX_OPTION_BYTES - options.bytes() - SACK_HEADER_BYTES) / SACK_BLOCK_BYTES;
      final int blocks = Math.min(room, ranges.count());
      if (blocks > 0) {
        options.sack(ranges.left(), ranges.right(), blocks);
        counters.increment(Counter.SACKS_SENT);
      }
    }
  }

  private int timestamp(final long nowNs) {
    return (int) (nowNs / TIMESTAMP_TICK_NS) + timestampOffset;
  }

  /**
   * Writes the fixed header and sends it in front of what {@code payload}, an entry or {@code null}, carries; false
   * when the device had no room.
   */
  private boolean finish(
      final Subflow subflow, final long header, final int seq, final int flags, final SentSegment payload) {
    options.pad();
    final boolean syn = (flags & TcpFlags.SYN) != 0;
    final boolean ack = (flags & TcpFlags.ACK) != 0;
    final int shift = syn ? 0 : subflow.receiver().windowShift();
    final long windowBytes = subflow.owner().receiveWindowBytes(subflow);
    final int field = (int) Math.min(MAX_WINDOW_FIELD, (windowBytes + (1L << shift) - 1) >> shift);
    final int headerBytes = TcpHeader.MIN_BYTES + options.bytes();
    TcpHeader.write(
        header,
        subflow.localPort(),
        subflow.remotePort(),
        seq,
        ack ? subflow.receiver().rcvNxt() : 0,
        headerBytes,
        flags,
        field);
    if (ack) {
      subflow.receiver().onAckSent(field, !syn);
      subflow.owner().onWindowOffered(subflow, (long) field << shift);
    }
    if (payload == null || payload.payloadBytes == 0) {
      counters.increment(Counter.SEGMENTS_SENT);
      return ipOutput.sendSegment(subflow.route(), header, headerBytes, 0, 0, 0, PayloadSums.EMPTY, NO_TOS);
    }
    counters.add(Counter.SEGMENTS_SENT, payload.wireSegments());
    if (payload.isRun()) {
      counters.increment(Counter.RUNS_SENT);
    }
    return ipOutput.sendSegment(
        subflow.route(),
        header,
        headerBytes,
        payload.payloadAddress,
        payload.payloadBytes,
        payload.segmentBytes,
        payload,
        NO_TOS);
  }

  /**
   * Answers a segment that belongs to no subflow (RFC 9293 3.10.7.1), optionally with the reason.
   *
   * @param resetReason MP_TCPRST reason, or -1 for none
   */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // the answer goes back: source and destination are exchanged
  public void emitResetFor(final InboundSegment segment, final LinkAttachment link, final int resetReason) {
    final long header = ipOutput.beginSegment();
    if (header == FramePool.NONE) {
      counters.increment(Counter.POOL_EXHAUSTED);
      return;
    }
    final boolean hasAck = segment.has(TcpFlags.ACK);
    options.begin(header + TcpHeader.MIN_BYTES);
    if (resetReason >= 0) {
      options.mpTcpRst(0, resetReason);
    }
    options.pad();
    TcpHeader.write(
        header,
        segment.dstPort(),
        segment.srcPort(),
        hasAck ? segment.segAck() : 0,
        hasAck ? 0 : segment.segSeq() + segment.segLen(),
        TcpHeader.MIN_BYTES + options.bytes(),
        hasAck ? TcpFlags.RST : TcpFlags.RST | TcpFlags.ACK,
        0);
    counters.increment(Counter.RESETS_SENT);
    answerRoute.set(
        link, segment.dstHigh(), segment.dstLow(), segment.srcHigh(), segment.srcLow(), segment.srcMac());
    ipOutput.sendSegment(
        answerRoute, header, TcpHeader.MIN_BYTES + options.bytes(), 0, 0, 0, PayloadSums.EMPTY, NO_TOS);
  }
}
