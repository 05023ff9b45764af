package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * The TCP options of one segment, MPTCP apart; part of an {@link InboundSegment} and valid as long as it is.
 *
 * <p>Presence is all that is told: that MSS, window scale and SACK-permitted mean something on a SYN only is the
 * connection's business. An option of a known kind with a wrong length is ignored and counted; of two options of
 * one kind the first wins.
 */
public final class TcpOptions {
  private static final int HAS_MSS = 1 << OptionKind.MSS;
  private static final int HAS_WINDOW_SCALE = 1 << OptionKind.WINDOW_SCALE;
  private static final int HAS_SACK_PERMITTED = 1 << OptionKind.SACK_PERMITTED;
  private static final int HAS_SACK = 1 << OptionKind.SACK;
  private static final int HAS_TIMESTAMPS = 1 << OptionKind.TIMESTAMPS;

  private final int[] sackEdges = new int[2 * OptionKind.MAX_SACK_BLOCKS];
  private int present;
  private int mss;
  private int windowScale;
  private int tsVal;
  private int tsEcr;
  private int sackCount;
  private int malformed;

  TcpOptions() {}

  public boolean hasMss() {
    return (present & HAS_MSS) != 0;
  }

  /** The peer's MSS as sent, 0 to 65,535. */
  public int mss() {
    return mss;
  }

  public boolean hasWindowScale() {
    return (present & HAS_WINDOW_SCALE) != 0;
  }

  /** The shift, at most 14 whatever was sent. */
  public int windowScale() {
    return windowScale;
  }

  public boolean sackPermitted() {
    return (present & HAS_SACK_PERMITTED) != 0;
  }

  public boolean hasTimestamps() {
    return (present & HAS_TIMESTAMPS) != 0;
  }

  public int tsVal() {
    return tsVal;
  }

  public int tsEcr() {
    return tsEcr;
  }

  /** How many SACK blocks, 0 to 4; what they say is not checked here. */
  public int sackCount() {
    return sackCount;
  }

  public int sackLeft(final int index) {
    assert index >= 0 && index < sackCount : index;
    return sackEdges[2 * index];
  }

  public int sackRight(final int index) {
    assert index >= 0 && index < sackCount : index;
    return sackEdges[2 * index + 1];
  }

  /** Options of this segment with a length that their kind does not allow. */
  public int malformed() {
    return malformed;
  }

  void clear() {
    present = 0;
    sackCount = 0;
    malformed = 0;
  }

  /** Takes one option whose {@code bytes} octets lie inside the header. */
  void decode(final int kind, final long option, final int bytes) {
    switch (kind) {
      case OptionKind.MSS -> decodeMss(option, bytes);
      case OptionKind.WINDOW_SCALE -> decodeWindowScale(option, bytes);
      case OptionKind.SACK_PERMITTED -> take(HAS_SACK_PERMITTED, bytes == OptionKind.SACK_PERMITTED_BYTES);
      case OptionKind.SACK -> decodeSack(option, bytes);
      case OptionKind.TIMESTAMPS -> decodeTimestamps(option, bytes);
      default -> {
        // RFC 9293 MUST-6: an option that is not implemented is skipped by its length.
      }
    }
  }

  private void decodeMss(final long option, final int bytes) {
    if (take(HAS_MSS, bytes == OptionKind.MSS_BYTES)) {
      mss = Memory.getUnsignedShort(option + 2);
    }
  }

  private void decodeWindowScale(final long option, final int bytes) {
    if (take(HAS_WINDOW_SCALE, bytes == OptionKind.WINDOW_SCALE_BYTES)) {
      windowScale = Math.min(Memory.getUnsignedByte(option + 2), OptionKind.MAX_WINDOW_SCALE); // RFC 7323 2.3
    }
  }

  void decodeTimestamps(final long option, final int bytes) {
    if (take(HAS_TIMESTAMPS, bytes == OptionKind.TIMESTAMPS_BYTES)) {
      tsVal = Memory.getInt(option + 2);
      tsEcr = Memory.getInt(option + 6);
    }
  }

  private void decodeSack(final long option, final int bytes) {
    final int blocks = (bytes - 2) / OptionKind.SACK_BLOCK_BYTES;
    final boolean whole =
        blocks > 0 && blocks <= OptionKind.MAX_SACK_BLOCKS && blocks * OptionKind.SACK_BLOCK_BYTES + 2 == bytes;
    if (take(HAS_SACK, whole)) {
      sackCount = blocks;
      for (int i = 0; i < 2 * blocks; i++) {
        sackEdges[i] = Memory.getInt(option + 2 + 4L * i);
      }
    }
  }

  private boolean take(final int bit, final boolean wellFormed) {
    if (!wellFormed) {
      malformed++;
      return false;
    }
    final boolean first = (present & bit) == 0;
    present |= bit;
    return first;
  }
}
