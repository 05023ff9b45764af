package org.braidwire.io.port;

/** What a port has seen since it was opened. Written by the port's thread; other readers may see it late. */
public final class PortCounters {
  /** What is counted. */
  public enum Kind {
    RX_FRAMES,
    RX_BYTES,
    /** A frame was lost because the engine's frame pool was empty. */
    RX_NO_FRAME,
    /** Frames of several segments, taken whole. */
    RX_SUPER_SEGMENTS,
    /** A frame was larger than any place for it and was dropped. */
    RX_TRUNCATED,
    /** A frame arrived with a partial checksum; see the limits of virtual links. */
    RX_PARTIAL_CHECKSUM,
    /** The kernel dropped frames before we took them. */
    RX_KERNEL_DROPS,
    TX_FRAMES,
    TX_BYTES,
    /** Frames that the device was asked to cut into segments. */
    TX_SUPER_SEGMENTS,
    /** The device was full and the frame stayed with the caller. */
    TX_REFUSED,
    /** Given to a link that was down, and lost. */
    TX_LINK_DOWN,
    /** The kernel refused a frame for another reason. */
    TX_ERRORS,
    LINK_CHANGES,
    /** Octets that the port itself copied on receive. */
    RX_COPIED_BYTES,
    /** Octets that the port itself copied on transmit, in user space. */
    TX_COPIED_BYTES
  }

  private static final Kind[] KINDS = Kind.values();

  private final long[] values = new long[KINDS.length];

  public void add(final Kind kind, final long amount) {
    values[kind.ordinal()] += amount;
  }

  public void increment(final Kind kind) {
    values[kind.ordinal()]++;
  }

  /** Counts what a received frame's {@link Offload} word says of it. */
  public void countReceived(final long offload) {
    if (Offload.has(offload, Offload.NEEDS_CHECKSUM)) {
      increment(Kind.RX_PARTIAL_CHECKSUM);
    }
    if (Offload.segmentType(offload) != Offload.SEGMENT_NONE) {
      increment(Kind.RX_SUPER_SEGMENTS);
    }
  }

  /** Counts a frame that the device has taken. */
  public void countSent(final int frameBytes, final long offload) {
    increment(Kind.TX_FRAMES);
    add(Kind.TX_BYTES, frameBytes);
    if (Offload.segmentType(offload) != Offload.SEGMENT_NONE) {
      increment(Kind.TX_SUPER_SEGMENTS);
    }
  }

  public long get(final Kind kind) {
    return values[kind.ordinal()];
  }
}
