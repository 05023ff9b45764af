package org.braidwire.io.xdp;

import org.braidwire.io.port.Offload;

/**
 * What may be said of a received frame by a port that is told nothing of it. Stateless.
 *
 * <p>On a virtual link a sender of this machine leaves checksums to a device that never comes, and the kernel's own
 * merging of segments in front of a generic program leaves them likewise: there a checksum may be the pseudo-header's
 * only. And what is longer than the link carries was made of several segments, none of which was larger than fits.
 */
final class ReceivedOffload {
  private static final int ETHERNET_HEADER_BYTES = 14;
  private static final int IP_AND_TCP_HEADER_BYTES = 40;

  private final int largestFrameBytes;
  private final long ofFrame;
  private final long ofSuperSegment;

  ReceivedOffload(final int mtuBytes, final boolean maybePartial) {
    largestFrameBytes = mtuBytes + ETHERNET_HEADER_BYTES;
    final int flags = maybePartial ? Offload.MAYBE_PARTIAL : 0;
    ofFrame = Offload.of(flags, Offload.SEGMENT_NONE, 0, 0, 0);
    ofSuperSegment = Offload.of(flags, Offload.SEGMENT_TCP_V4, 0, 0, mtuBytes - IP_AND_TCP_HEADER_BYTES);
  }

  /** The {@link Offload} word of a frame of so many octets. */
  long of(final int frameBytes) {
    return frameBytes > largestFrameBytes ? ofSuperSegment : ofFrame;
  }
}
