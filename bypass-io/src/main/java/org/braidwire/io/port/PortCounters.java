package org.braidwire.io.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What a port has seen since it was opened. Written by the port's thread; any other may read, and may see it late. */
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

  /** Opaque access: a plain store and load to the machine, but never kept from another thread by the compiler. */
  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values = new long[KINDS.length];

  public void add(final Kind kind, final long amount) {
    VALUE.setOpaque(values, kind.ordinal(), values[kind.ordinal()] + amount);
  }

  public void increment(final Kind kind) {
    add(kind, 1);
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
    return (long) VALUE.getOpaque(values, kind.ordinal());
  }
}
