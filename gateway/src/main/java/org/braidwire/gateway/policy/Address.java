package org.braidwire.gateway.policy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.braidwire.stack.wire.IpAddress;

/**
 * An IP address. IPv4 is kept as ::ffff:a.b.c.d, as everywhere in the stack, so that both ways to write it are one
 * address. Immutable.
 *
 * @param high upper half
 * @param low lower half
 */
public record Address(long high, long low) {
  private static final int IPV4_OCTETS = 4;
  private static final int IPV6_OCTETS = 16;

  // RFC 4291 2.5.5.1, RFC 3056 2, RFC 6052 2.1, RFC 2765 2.1 (RFC 7915's predecessor).
  private static final int SIX_TO_FOUR = 0x2002;
  private static final long NAT64 = 0x0064_ff9b_0000_0000L;
  private static final long TRANSLATED = 0xffff_0000L;

  public static Address v4(final int address) {
    return new Address(0, IpAddress.v4Mapped(address));
  }

  /** Four octets are IPv4, sixteen IPv6. */
  public static Address of(final byte[] octets) {
    final ByteBuffer buffer = ByteBuffer.wrap(octets);
    return switch (octets.length) {
      case IPV4_OCTETS -> v4(buffer.getInt());
      case IPV6_OCTETS -> new Address(buffer.getLong(), buffer.getLong());
      default -> throw new IllegalArgumentException("no address has " + octets.length + " octets");
    };
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
    return AddressText.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP address"));
  }

  public boolean isV4() {
    return IpAddress.isV4Mapped(high, low);
  }

  public boolean isUnspecified() {
    return high == 0 && low == 0 || isV4() && (int) low == 0;
  }

  /** The lower 32 bits, which are the address where {@link #isV4}. */
  public int v4() {
    return IpAddress.v4(low);
  }

  /** Four octets or sixteen. */
  public byte[] octets() {
    return isV4()
        ? ByteBuffer.allocate(IPV4_OCTETS).putInt(v4()).array()
        : ByteBuffer.allocate(IPV6_OCTETS).putLong(high).putLong(low).array();
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
      return Optional.of(v4((int) (high >>> 16)));
    }
    final long upper = low >>> 32;
    final boolean compatible = high == 0 && upper == 0 && low > 1; // not :: and ::1
    final boolean translated = high == 0 && upper == TRANSLATED;
    return compatible || translated || high == NAT64 && upper == 0 ? Optional.of(v4((int) low)) : Optional.empty();
  }

  /** Dotted, or as RFC 5952 wants it. */
  @Override
  public String toString() {
    return isV4() ? IpAddress.format(high, low) : AddressText.format(this);
  }
}
