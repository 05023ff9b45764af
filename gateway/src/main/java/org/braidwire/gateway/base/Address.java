package org.braidwire.gateway.base;

import java.nio.ByteBuffer;
import org.braidwire.stack.wire.IpAddress;

/**
 * An IP address as a value. IPv4 is held as ::ffff:a.b.c.d, so an IPv6 address of that form is the IPv4 address that it
 * carries, on the wire too.
 *
 * @param high upper half of the IPv6-wide form
 * @param low lower half
 */
public record Address(long high, long low) {
  public static final int IPV4_BYTES = 4;
  public static final int IPV6_BYTES = 16;

  /** The address 0.0.0.0, which says that there is none. */
  public static final Address NONE = ofV4(0);

  public static Address ofV4(final int v4) {
    return new Address(0, IpAddress.v4Mapped(v4));
  }

  /**
   * The address of 4 or 16 octets.
   *
   * @throws IllegalArgumentException for any other number
   */
  public static Address of(final byte[] octets) {
    if (octets.length != IPV4_BYTES && octets.length != IPV6_BYTES) {
      throw new IllegalArgumentException("an address has 4 or 16 octets, not " + octets.length);
    }
    return read(ByteBuffer.wrap(octets), octets.length);
  }

  public boolean isV4() {
    return IpAddress.isV4Mapped(high, low);
  }

  /** 4 or 16 octets, as {@code InetAddress.getByAddress} takes them. */
  public byte[] octets() {
    final byte[] octets = new byte[isV4() ? IPV4_BYTES : IPV6_BYTES];
    writeTo(ByteBuffer.wrap(octets));
    return octets;
  }

  /** Takes {@code bytes} octets, 4 or 16, of which {@code in} has that many. */
  static Address read(final ByteBuffer in, final int bytes) {
    return bytes == IPV4_BYTES ? ofV4(in.getInt()) : new Address(in.getLong(), in.getLong());
  }

  void writeTo(final ByteBuffer out) {
    if (isV4()) {
      out.putInt(IpAddress.v4(low));
    } else {
      out.putLong(high).putLong(low);
    }
  }

  /** Dotted for IPv4, groups in hexadecimal for IPv6. */
  @Override
  public String toString() {
    return IpAddress.format(high, low);
  }
}
