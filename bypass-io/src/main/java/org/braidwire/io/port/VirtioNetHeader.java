package org.braidwire.io.port;

import java.lang.foreign.ValueLayout;
import org.braidwire.io.frame.Memory;

/**
 * The ten octets that Linux puts in front of a frame, and takes there, to speak of offloads ({@code struct
 * virtio_net_hdr}, include/uapi/linux/virtio_net.h), in the host's byte order: what an {@link Offload} word says.
 * Stateless.
 */
public final class VirtioNetHeader {
  /** Its length. */
  public static final int BYTES = 10;

  private static final int FLAGS_AT = 0;
  private static final int GSO_TYPE_AT = 1;
  private static final int HEADER_LENGTH_AT = 2;
  private static final int GSO_SIZE_AT = 4;
  private static final int CHECKSUM_START_AT = 6;
  private static final int CHECKSUM_OFFSET_AT = 8;

  private static final int FLAG_NEEDS_CHECKSUM = 1;
  private static final int FLAG_DATA_VALID = 2;

  /** Set beside the type when the segments carry congestion marks. */
  private static final int GSO_ECN = 0x80;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private VirtioNetHeader() {}

  /** The word for a header received at {@code address}. */
  public static long read(final long address) {
    final int given = Memory.getUnsignedByte(address + FLAGS_AT);
    final int type = Memory.getUnsignedByte(address + GSO_TYPE_AT) & ~GSO_ECN;
    if (given == 0 && type == Offload.SEGMENT_NONE) {
      return Offload.NONE;
    }
    final int flags = ((given & FLAG_NEEDS_CHECKSUM) != 0 ? Offload.NEEDS_CHECKSUM : 0)
        | ((given & FLAG_DATA_VALID) != 0 ? Offload.CHECKSUM_VALID : 0);
    return Offload.of(
        flags,
        type,
        get(address + CHECKSUM_START_AT),
        get(address + CHECKSUM_OFFSET_AT),
        get(address + GSO_SIZE_AT));
  }

  /** Writes the header for a frame that is given with {@code offload} and has {@code headerBytes} of headers. */
  public static void write(final long address, final long offload, final int headerBytes) {
    final boolean checksum = Offload.has(offload, Offload.NEEDS_CHECKSUM);
    Memory.putByte(address + FLAGS_AT, checksum ? FLAG_NEEDS_CHECKSUM : 0);
    Memory.putByte(address + GSO_TYPE_AT, Offload.segmentType(offload));
    put(address + HEADER_LENGTH_AT, headerBytes);
    put(address + GSO_SIZE_AT, Offload.segmentBytes(offload));
    put(address + CHECKSUM_START_AT, Offload.checksumStart(offload));
    put(address + CHECKSUM_OFFSET_AT, Offload.checksumOffset(offload));
  }

  private static int get(final long address) {
    return Memory.all().get(SHORT, address) & 0xffff;
  }

  private static void put(final long address, final int value) {
    Memory.all().set(SHORT, address, (short) value);
  }
}
