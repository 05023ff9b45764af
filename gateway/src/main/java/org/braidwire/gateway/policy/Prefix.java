package org.braidwire.gateway.policy;

import org.braidwire.gateway.base.Address;

/**
 * Addresses that begin with the same bits. A prefix of IPv6 holds no IPv4 address, whatever its length. Immutable.
 *
 * @param base the first address
 * @param length in bits of the base's own family
 */
public record Prefix(Address base, int length) {
  private static final int IPV4_BITS = 32;
  private static final int HALF_BITS = 64;
  private static final int IPV6_BITS = 128;

  /** Checks the length, and that the base has no bits behind it. */
  public Prefix {
    final int most = base.isV4() ? IPV4_BITS : IPV6_BITS;
    if (length < 0 || length > most) {
      throw new IllegalArgumentException("the length /" + length + " is not from 0 to " + most);
    }
    final Address first = first(base, length);
    if (!first.equals(base)) {
      throw new IllegalArgumentException("'" + base + "/" + length + "' has bits behind its length; " + first
          + "/" + length + " begins there");
    }
  }

  /**
   * Reads {@code address/length}, or an address alone, which is a prefix of itself only.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Prefix parse(final String text) {
    final int slash = text.indexOf('/');
    if (slash < 0) {
      final Address only = Address.parse(text);
      return new Prefix(only, only.isV4() ? IPV4_BITS : IPV6_BITS);
    }
    final String address = text.substring(0, slash);
    final Address base = Address.parse(address);
    if (base.isV4() && address.indexOf(':') >= 0) {
      throw new IllegalArgumentException("'" + text + "' is IPv4 written as IPv6; " + base + "/LENGTH was meant");
    }
    final String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("'" + text + "' has no length behind the '/'");
    }
    return new Prefix(base, Integer.parseInt(length));
  }

  public boolean contains(final Address address) {
    return address.isV4() == base.isV4() && first(address, length).equals(base);
  }

  private static Address first(final Address address, final int length) {
    final int bits = address.isV4() ? IPV6_BITS - IPV4_BITS + length : length;
    return new Address(
        address.high() & mask(Math.min(bits, HALF_BITS)), address.low() & mask(Math.max(bits - HALF_BITS, 0)));
  }

  private static long mask(final int bits) {
    return bits == 0 ? 0 : -1L << HALF_BITS - bits;
  }

  @Override
  public String toString() {
    return base + "/" + length;
  }
}
