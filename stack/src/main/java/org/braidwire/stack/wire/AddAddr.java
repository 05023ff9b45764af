package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/**
 * ADD_ADDR (RFC 8684 3.4.1) of a received segment. Address family and port show in the length alone, which differs
 * between an announcement (it ends with an HMAC) and its echo.
 */
public final class AddAddr {
  static final int FIXED_BYTES = 4;
  static final int V4_BYTES = 4;
  static final int V6_BYTES = 16;
  static final int PORT_BYTES = 2;
  static final int HMAC_BYTES = 8;

  static final int ECHO = 0x01;

  /** The prefix of a v4-mapped address in the low half of two longs. */
  static final long V4_MAPPED = 0xffff_0000_0000L;

  private static final long LOW_32 = 0xffff_ffffL;

  private boolean present;
  private boolean echo;
  private int addressId;
  private int family;
  private long high;
  private long low;
  private boolean hasPort;
  private int port;
  private long hmac;

  AddAddr() {}

  public boolean present() {
    return present;
  }

  /** Flag E: our own announcement came back. */
  public boolean echo() {
    return echo;
  }

  public int addressId() {
    return addressId;
  }

  /** 4 or 6. */
  public int family() {
    return family;
  }

  /** The upper half of the address; 0 for IPv4. */
  public long high() {
    return high;
  }

  /** The lower half of the address; IPv4 comes v4-mapped. */
  public long low() {
    return low;
  }

  public boolean hasPort() {
    return hasPort;
  }

  /** The port, 0 when there is none. */
  public int port() {
    return port;
  }

  /** The rightmost 64 bits of the HMAC; 0 in an echo. */
  public long hmac() {
    return hmac;
  }

  void clear() {
    present = false;
  }

  boolean decode(final long option, final int bytes) {
    final boolean isEcho = (Memory.getUnsignedByte(option + 2) & ECHO) != 0;
    final int addressAndPort = bytes - FIXED_BYTES - (isEcho ? 0 : HMAC_BYTES);
    final boolean v6 = addressAndPort >= V6_BYTES;
    final int addressBytes = v6 ? V6_BYTES : V4_BYTES;
    final int portBytes = addressAndPort - addressBytes;
    if (portBytes != 0 && portBytes != PORT_BYTES) {
      return false;
    }
    present = true;
    echo = isEcho;
    addressId = Memory.getUnsignedByte(option + 3);
    family = v6 ? 6 : 4;
    final long address = option + FIXED_BYTES;
    high = v6 ? Memory.getLong(address) : 0;
    low = v6 ? Memory.getLong(address + 8) : V4_MAPPED | Memory.getInt(address) & LOW_32;
    hasPort = portBytes != 0;
    port = hasPort ? Memory.getUnsignedShort(address + addressBytes) : 0;
    hmac = isEcho ? 0 : Memory.getLong(address + addressAndPort);
    return true;
  }

  /** Whether two longs hold a v4-mapped address. */
  static boolean isV4(final long high, final long low) {
    return high == 0 && (low & ~LOW_32) == V4_MAPPED;
  }
}
