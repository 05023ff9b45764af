package org.braidwire.gateway.base;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.braidwire.stack.wire.IpAddress;

/**
 * An IP address as a value. IPv4 is held as ::ffff:a.b.c.d, as everywhere in the stack, so that both ways to write it are
 * one address, on the wire too.
 *
 * @param high upper half of the IPv6-wide form
 * @param low lower half
 */
public record Address(long high, long low) {
  public static final int IPV4_BYTES = 4;
  public static final int IPV6_BYTES = 16;

  /** The address 0.0.0.0, which says that there is none. */
  public static final Address NONE = ofV4(0);

  // RFC 4291 2.5.5.1, RFC 3056 2, RFC 6052 2.1, RFC 2765 2.1 (RFC 7915's predecessor).
  private static final int SIX_TO_FOUR = 0x2002;
  private static final long NAT64 = 0x0064_ff9b_0000_0000L;
  private static final long TRANSLATED = 0xffff_0000L;

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

  public static Address of(final InetAddress address) {
    return of(address.getAddress());
  }

  /**
   * Reads the one canonical dotted form of IPv4 and every form of RFC 4291 2.2; neither zones nor brackets.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Address parse(final String text) {
    return find(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP address"));
  }

  /** The same, or empty where {@link #parse} would fail. */
  public static Optional<Address> find(final String text) {
    return AddressText.parse(text);
  }

  public boolean isV4() {
    return IpAddress.isV4Mapped(high, low);
  }

  public boolean isUnspecified() {
    return high == 0 && low == 0 || isV4() && v4() == 0;
  }

  /** The lower 32 bits, which are the address where {@link #isV4}. */
  public int v4() {
    return IpAddress.v4(low);
  }

  /** 4 or 16 octets, as {@code InetAddress.getByAddress} takes them. */
  public byte[] octets() {
    final byte[] octets = new byte[isV4() ? IPV4_BYTES : IPV6_BYTES];
    writeTo(ByteBuffer.wrap(octets));
    return octets;
  }

  /**
   * The IPv4 address that packets to this one may end at: itself, or what a compatible, translated, 6to4 or NAT64 address
   * carries.
   */
  public Optional<Address> carriedV4() {
    if (isV4()) {
      return Optional.of(this);
    }
    if (high >>> 48 == SIX_TO_FOUR) {
      return Optional.of(ofV4((int) (high >>> 16)));
    }
    final long upper = low >>> 32;
    final boolean compatible = high == 0 && upper == 0 && low > 1; // not :: and ::1
    final boolean translated = high == 0 && upper == TRANSLATED;
    return compatible || translated || high == NAT64 && upper == 0
        ? Optional.of(ofV4((int) low))
        : Optional.empty();
  }

  /** Takes {@code bytes} octets, 4 or 16, of which {@code in} has that many. */
  static Address read(final ByteBuffer in, final int bytes) {
    return bytes == IPV4_BYTES ? ofV4(in.getInt()) : new Address(in.getLong(), in.getLong());
  }

  void writeTo(final ByteBuffer out) {
    if (isV4()) {
      out.putInt(v4());
    } else {
      out.putLong(high).putLong(low);
    }
  }

  /** Dotted, or as RFC 5952 wants it. */
  @Override
  public String toString() {
    return isV4() ? IpAddress.format(high, low) : AddressText.format(this);
  }
}
