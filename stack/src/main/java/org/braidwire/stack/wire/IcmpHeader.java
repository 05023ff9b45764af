package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * An ICMP message (RFC 792) at an address. Stateless; any thread. The caller has checked that {@link #BYTES}
 * octets are there.
 */
public final class IcmpHeader {
  public static final int BYTES = 8;
  public static final int ECHO_REPLY = 0;
  public static final int UNREACHABLE = 3;
  public static final int ECHO_REQUEST = 8;

  /** Code of {@link #UNREACHABLE}: a packet that must not be fragmented is too large (RFC 1191). */
  public static final int CODE_FRAGMENTATION_NEEDED = 4;

  private static final int CHECKSUM_AT = 2;
  private static final int MTU_AT = 6;

  private IcmpHeader() {}

  public static int type(final long address) {
    return Memory.getUnsignedByte(address);
  }

  public static int code(final long address) {
    return Memory.getUnsignedByte(address + 1);
  }

  /** RFC 1191 section 4: the MTU of the next hop, 0 from a router that does not tell. */
  public static int nextHopMtuBytes(final long address) {
    return Memory.getUnsignedShort(address + MTU_AT);
  }

  public static boolean checksumIsValid(final long address, final int bytes) {
    return Checksum.finish(Checksum.partial(address, bytes)) == 0;
  }

  /** Sets type and code and sums the whole message of {@code bytes} octets. */
  public static void complete(final long address, final int type, final int code, final int bytes) {
    Memory.putByte(address, type);
    Memory.putByte(address + 1, code);
    Memory.putShort(address + CHECKSUM_AT, 0);
    Memory.putShort(address + CHECKSUM_AT, Checksum.finish(Checksum.partial(address, bytes)));
  }
}
