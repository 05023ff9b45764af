package org.braidwire.io.xdp;

import java.lang.foreign.ValueLayout;
import org.braidwire.io.frame.Memory;
import org.braidwire.io.port.Offload;

/**
 * The octets in front of a frame that ask the device to complete its checksum ({@code struct xsk_tx_metadata},
 * include/uapi/linux/if_xdp.h), in the host's byte order. Stateless.
 */
final class TransmitMetadata {
  /** Their length, which every frame leaves free before it. */
  static final int BYTES = 24;

  private static final int REQUEST_START_AT = 8;
  private static final int REQUEST_OFFSET_AT = 10;
  private static final long REQUEST_CHECKSUM = 1 << 1;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private TransmitMetadata() {}

  /** Writes them before {@code frame} for what {@code offload} asks. */
  static void write(final long frame, final long offload) {
    final long at = frame - BYTES;
    Memory.all().set(LONG, at, REQUEST_CHECKSUM);
    Memory.all().set(SHORT, at + REQUEST_START_AT, (short) Offload.checksumStart(offload));
    Memory.all().set(SHORT, at + REQUEST_OFFSET_AT, (short) Offload.checksumOffset(offload));
  }
}
