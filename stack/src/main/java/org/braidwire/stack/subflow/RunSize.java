package org.braidwire.stack.subflow;

/**
 * How many octets a subflow sends under one mapping: a run of segments costs little more than one, but it delays
 * what another subflow could have carried meanwhile, and a queue on the way must take it at once. Engine thread.
 */
public final class RunSize {
  /** A run takes about this long at the path's rate, so that binding it to the path is still late. */
  private static final long RUN_NS = 1_000_000L;

  /** The data-level length of a mapping and the length of an IP packet both have 16 bits, headers included. */
  private static final int MAX_RUN_BYTES = 0xffff - 120;

  /** A run waits until this part of the window is free, rather than being sent in crumbs as each segment is acknowledged. */
  private static final int WINDOW_SHARE = 4;

  /** Segments in a run whatever the rate: an acknowledgement is due for every second one. */
  private static final int FEW_SEGMENTS = 2;

  private final Subflow subflow;
  private final SubflowSender sender;

  RunSize(final Subflow subflow, final SubflowSender sender) {
    this.subflow = subflow;
    this.sender = sender;
  }

  /** Most octets in one run now, whole segments of {@code mss}; at least one segment, which may not leave yet. */
  public int bytes(final int mss) {
    final int deviceSegments = subflow.context().ipOutput().burstSegments(subflow.link());
    final long srttNs = sender.rtt().srttNs();
    final long cwndBytes = sender.congestion().cwndBytes();
    final long byRate = srttNs == 0 ? 0 : (long) ((double) cwndBytes * RUN_NS / srttNs);
    final long segments =
        Math.min(Math.max(FEW_SEGMENTS, byRate / mss), Math.min(deviceSegments, MAX_RUN_BYTES / mss));
    return (int) Math.max(1, segments) * mss;
  }

  /** Room below which it is better to wait while octets are in flight. */
  public int worthwhileBytes(final int mss) {
    return (int) Math.max(mss, Math.min(bytes(mss), windowShareBytes()));
  }

  private long windowShareBytes() {
    return Math.min(sender.congestion().cwndBytes(), sender.maxSndWnd()) / WINDOW_SHARE;
  }

  /** Whether so many octets in flight are all that the window allows, but for what waits to be worth sending. */
  boolean isCwndLimited(final long flightBytes, final int mss) {
    final long cwndBytes = sender.congestion().cwndBytes();
    return flightBytes + Math.max(2L * mss, windowShareBytes()) >= cwndBytes // cheap, and mostly enough
        && flightBytes + Math.max(2 * mss, worthwhileBytes(mss)) >= cwndBytes;
  }
}
