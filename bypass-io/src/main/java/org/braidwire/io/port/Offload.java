package org.braidwire.io.port;

/**
 * One word that says of a frame what a virtio-net header says: which checksum is still to be made, and how the
 * frame is to be cut. Zero asks for nothing and promises nothing.
 *
 * <p>Layout: bits 0-7 flags, 8-15 segment type, 16-31 checksum start, 32-47 checksum offset from start, 48-63
 * segment size (MSS).
 */
public final class Offload {
  /** Nothing asked, nothing promised. */
  public static final long NONE = 0;

  /** Out: the device is to complete the checksum. In: only the pseudo-header is summed ("partial"). */
  public static final int NEEDS_CHECKSUM = 1;

  /** In: the device has verified the checksum. */
  public static final int CHECKSUM_VALID = 2;

  /** In: the frame was longer than the slot; {@code bytes} octets are all there is. */
  public static final int TRUNCATED = 4;

  /**
   * In: the port is not told whether the checksum is whole or only the pseudo-header is summed; it must be one of the
   * two.
   */
  public static final int MAYBE_PARTIAL = 8;

  public static final int SEGMENT_NONE = 0;
  public static final int SEGMENT_TCP_V4 = 1;
  public static final int SEGMENT_TCP_V6 = 4;

  private Offload() {}

  /** The word for these parts; offsets and sizes in octets, 0 to 65,535. */
  public static long of(
      final int flags,
      final int segmentType,
      final int checksumStart,
      final int checksumOffset,
      final int segmentBytes) {
    return (flags & 0xffL)
        | (segmentType & 0xffL) << 8
        | (checksumStart & 0xffffL) << 16
        | (checksumOffset & 0xffffL) << 32
        | (segmentBytes & 0xffffL) << 48;
  }

  public static boolean has(final long offload, final int flag) {
    return (offload & flag) != 0;
  }

  public static int segmentType(final long offload) {
    return (int) (offload >>> 8) & 0xff;
  }

  public static int checksumStart(final long offload) {
    return (int) (offload >>> 16) & 0xffff;
  }

  /** The same for a frame whose checksum starts {@code bytes} later, or earlier when negative. */
  public static long moved(final long offload, final int bytes) {
    return has(offload, NEEDS_CHECKSUM) ? offload + ((long) bytes << 16) : offload;
  }

  public static int checksumOffset(final long offload) {
    return (int) (offload >>> 32) & 0xffff;
  }

  public static int segmentBytes(final long offload) {
    return (int) (offload >>> 48);
  }
}
