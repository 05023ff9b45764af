package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * One received TCP segment, decoded where it lies; one instance serves for ever. Engine thread.
 *
 * <p>The IP layer sets addresses and arrival, then {@link #decode}s; it has verified the checksum before. What is
 * read from the segment is valid until the next decode or until the frame is released, whichever is first. A
 * segment with a fault must not be read.
 */
public final class InboundSegment {
  /** NOP NOP TIMESTAMPS 10: how nearly every segment begins its options. */
  private static final int ALIGNED_TIMESTAMPS_BYTES = 2 + OptionKind.TIMESTAMPS_BYTES;

  private final TcpOptions options = new TcpOptions();
  private final MptcpOptions mptcp = new MptcpOptions();
  private long srcHigh;
  private long srcLow;
  private long dstHigh;
  private long dstLow;
  private int portIndex;
  private long srcMac;
  private int srcPort;
  private int dstPort;
  private int segSeq;
  private int segAck;
  private int flags;
  private int segWnd;
  private long payloadAddress;
  private int payloadBytes;
  private boolean hadPayload;
  private int segmentBytes;
  private int headerBytes;

  /** Of header and payload, as they came. */
  private int tcpSum = Checksum.UNKNOWN;

  /** IPv4 addresses come v4-mapped: high 0, low 0x0000_ffff_aabb_ccdd. */
  public void setAddresses(final long srcHigh, final long srcLow, final long dstHigh, final long dstLow) {
    this.srcHigh = srcHigh;
    this.srcLow = srcLow;
    this.dstHigh = dstHigh;
    this.dstLow = dstLow;
  }

  /** On which port of the engine, and from which link-layer neighbour, the segment came. */
  public void setArrival(final int portIndex, final long srcMac) {
    this.portIndex = portIndex;
    this.srcMac = srcMac;
  }

  /** Says that several segments were merged on the way, each with {@code bytes} of payload; 0 for one alone. */
  public void setSegmentBytes(final int bytes) {
    segmentBytes = bytes;
  }

  /** What {@link #setSegmentBytes} said. */
  public int segmentBytes() {
    return segmentBytes;
  }

  /** Decodes the {@code tcpBytes} octets of header, options and payload; {@link WireFault#NONE} when they are sound. */
  public WireFault decode(final long tcpAddress, final int tcpBytes) {
    if (tcpBytes < TcpHeader.MIN_BYTES) {
      return WireFault.SHORT_HEADER;
    }
    final int dataOffsetBytes = TcpHeader.dataOffsetBytes(tcpAddress);
    if (dataOffsetBytes < TcpHeader.MIN_BYTES || dataOffsetBytes > tcpBytes) {
      return WireFault.DATA_OFFSET;
    }
    srcPort = TcpHeader.srcPort(tcpAddress);
    dstPort = TcpHeader.dstPort(tcpAddress);
    segSeq = TcpHeader.seq(tcpAddress);
    segAck = TcpHeader.ack(tcpAddress);
    flags = TcpHeader.flags(tcpAddress);
    segWnd = TcpHeader.window(tcpAddress);
    headerBytes = dataOffsetBytes;
    payloadAddress = tcpAddress + dataOffsetBytes;
    payloadBytes = tcpBytes - dataOffsetBytes;
    tcpSum = Checksum.UNKNOWN;
    hadPayload = payloadBytes > 0;
    options.clear();
    mptcp.clear();
    return decodeOptions(tcpAddress + TcpHeader.MIN_BYTES, payloadAddress);
  }

  private WireFault decodeOptions(final long first, final long end) {
    long at = first;
    if (end - at >= ALIGNED_TIMESTAMPS_BYTES && Memory.getInt(at) == OptionKind.ALIGNED_TIMESTAMPS) {
      options.decodeTimestamps(at + 2, OptionKind.TIMESTAMPS_BYTES);
      at += ALIGNED_TIMESTAMPS_BYTES;
    }
    while (at < end) {
      final int kind = Memory.getUnsignedByte(at);
      if (kind == OptionKind.END) {
        break;
      }
      if (kind == OptionKind.NOP) {
        at++;
        continue;
      }
      // RFC 9293 MUST-7: any length, even zero, must do no harm.
      final int bytes = end - at < 2 ? 0 : Memory.getUnsignedByte(at + 1);
      if (bytes < 2 || bytes > end - at) {
        return WireFault.OPTION_LENGTH;
      }
      if (kind == OptionKind.MPTCP) {
        mptcp.decode(at, bytes);
      } else {
        options.decode(kind, at, bytes);
      }
      at += bytes;
    }
    return WireFault.NONE;
  }

  /**
   * Drops {@code bytes} of sequence space in front: a SYN counts first, then payload, a FIN last. SEG.SEQ moves
   * past what was dropped.
   */
  public void trimFront(final int bytes) {
    assert bytes >= 0 && bytes <= segLen() : bytes + " of " + segLen();
    int left = bytes;
    if (left > 0 && has(TcpFlags.SYN)) {
      flags &= ~TcpFlags.SYN;
      left--;
    }
    final int octets = Math.min(left, payloadBytes);
    payloadAddress += octets;
    dropPayload(octets);
    if (left > octets) {
      flags &= ~TcpFlags.FIN;
    }
    segSeq += bytes;
  }

  /** Drops {@code bytes} of sequence space at the end: a FIN counts first, then payload, a SYN last. */
  public void trimBack(final int bytes) {
    assert bytes >= 0 && bytes <= segLen() : bytes + " of " + segLen();
    int left = bytes;
    if (left > 0 && has(TcpFlags.FIN)) {
      flags &= ~TcpFlags.FIN;
      left--;
    }
    final int octets = Math.min(left, payloadBytes);
    dropPayload(octets);
    if (left > octets) {
      flags &= ~TcpFlags.SYN;
    }
  }

  private void dropPayload(final int octets) {
    payloadBytes -= octets;
    if (octets > 0) {
      tcpSum = Checksum.UNKNOWN;
    }
  }

  /** Keeps the sum of header and payload that the checksum was verified by; the next decode forgets it. */
  public void setTcpSum(final int sum) {
    tcpSum = sum;
  }

  /**
   * The sum of the payload, taken from that which verified the checksum; {@link Checksum#UNKNOWN} where a device did
   * that, and of a payload that was trimmed. Reads the header again, so only who needs it asks.
   */
  public int payloadSum() {
    if (tcpSum == Checksum.UNKNOWN) {
      return Checksum.UNKNOWN;
    }
    final int headerSum = Checksum.partial(payloadAddress - headerBytes, headerBytes);
    return Checksum.add(tcpSum, Checksum.finish(headerSum));
  }

  public long srcHigh() {
    return srcHigh;
  }

  public long srcLow() {
    return srcLow;
  }

  public long dstHigh() {
    return dstHigh;
  }

  public long dstLow() {
    return dstLow;
  }

  public int portIndex() {
    return portIndex;
  }

  public long srcMac() {
    return srcMac;
  }

  public int srcPort() {
    return srcPort;
  }

  public int dstPort() {
    return dstPort;
  }

  public int segSeq() {
    return segSeq;
  }

  public int segAck() {
    return segAck;
  }

  /** The control bits, {@link TcpFlags}, less what a trim took away. */
  public int flags() {
    return flags;
  }

  /** Whether all bits of {@code flag} are set. */
  public boolean has(final int flag) {
    return (flags & flag) == flag;
  }

  /** The window field, not yet scaled. */
  public int segWnd() {
    return segWnd;
  }

  public long payloadAddress() {
    return payloadAddress;
  }

  public int payloadBytes() {
    return payloadBytes;
  }

  /** Whether it had payload as it was sent, trimmed since or not: what its options say is about that. */
  public boolean hadPayload() {
    return hadPayload;
  }

  /** How many segments the peer sent, where this is several of them merged. */
  public int wireSegments() {
    return segmentBytes == 0 ? 1 : Math.max(1, (payloadBytes + segmentBytes - 1) / segmentBytes);
  }

  /** SEG.LEN: payload octets, and one each for SYN and FIN. */
  public int segLen() {
    return payloadBytes + (flags >>> 1 & 1) + (flags & 1);
  }

  public TcpOptions options() {
    return options;
  }

  public MptcpOptions mptcp() {
    return mptcp;
  }
}
