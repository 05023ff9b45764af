package org.braidwire.stack.wire;

/**
 * IPv6-wide addresses as two longs; IPv4 as ::ffff:a.b.c.d, so that no table changes when IPv6 comes. Text is
 * for configuration and messages and allocates.
 */
public final class IpAddress {
  private static final long V4_MAPPED = 0x0000_ffff_0000_0000L;
  private static final int OCTETS = 4;

  private IpAddress() {}

  /** Lower half of the mapped form of an IPv4 address; the upper half is 0. */
  public static long v4Mapped(final int v4) {
    return V4_MAPPED | (v4 & 0xffff_ffffL);
  }

  public static boolean isV4Mapped(final long high, final long low) {
    return high == 0 && (low & 0xffff_ffff_0000_0000L) == V4_MAPPED;
  }

  /** The IPv4 address of a mapped form. */
  public static int v4(final long low) {
    return (int) low;
  }

  /**
   * Lower half of the mapped form of a dotted IPv4 address.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static long parseLow(final String text) {
    final String[] octets = text.split("\\.", -1);
    int v4 = 0;
    if (octets.length != OCTETS) {
      throw new IllegalArgumentException("not an IPv4 address: '" + text + "'");
    }
    for (final String octet : octets) {
      if (!octet.matches("\\d{1,3}") || Integer.parseInt(octet) > 255) {
        throw new IllegalArgumentException("not an IPv4 address: '" + text + "'");
      }
      v4 = v4 << 8 | Integer.parseInt(octet);
    }
    return v4Mapped(v4);
  }

  /** Dotted for mapped IPv4, hexadecimal groups otherwise. */
  public static String format(final long high, final long low) {
    if (isV4Mapped(high, low)) {
      final int v4 = v4(low);
      return (v4 >>> 24) + "." + (v4 >>> 16 & 0xff) + "." + (v4 >>> 8 & 0xff) + "." + (v4 & 0xff);
    }
    final StringBuilder text = new StringBuilder();
    for (int shift = 48; shift >= 0; shift -= 16) {
      text.append(Long.toHexString(high >>> shift & 0xffff)).append(':');
    }
    for (int shift = 48; shift >= 0; shift -= 16) {
      text.append(Long.toHexString(low >>> shift & 0xffff)).append(shift == 0 ? "" : ":");
    }
    return text.toString();
  }
}
