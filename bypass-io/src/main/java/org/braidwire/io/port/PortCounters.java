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
    /** The kernel would not look at what waits in a ring, as while the link is down; it waits on. */
    WAKEUPS_REFUSED,
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

  public long get(final Kind kind) {
    return values[kind.ordinal()];
  }
}
