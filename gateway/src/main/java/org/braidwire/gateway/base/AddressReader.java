package org.braidwire.gateway.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the address field that SOCKS5 (RFC 1928 section 5) and the tunnel share: type, address or counted name, port.
 * Whatever the octets are, it throws nothing and reads nothing behind the field. One thread.
 */
public final class AddressReader {
  /** ATYP of RFC 1928 section 5. */
  public static final int IPV4 = 1;

  public static final int NAME = 3;
  public static final int IPV6 = 4;

  /** The longest field: a name of 255 octets with its type, its count and the port. */
  public static final int MAX_BYTES = 1 + 1 + NamedTarget.MAX_NAME_BYTES + 2;

  /** {@link #fieldBytes} of a type that is none. */
  public static final int UNKNOWN_TYPE = -1;

  private static final int TYPE_AND_PORT_BYTES = 3;

  private Target target = Endpoint.NONE;

  /**
   * How long a field is, type and port included.
   *
   * @param type its first octet, 0 to 255
   * @param second its second octet, 0 to 255, which only counts for a name
   * @return {@link #UNKNOWN_TYPE} if that cannot be told
   */
  public static int fieldBytes(final int type, final int second) {
    return switch (type) {
      case IPV4 -> TYPE_AND_PORT_BYTES + Address.IPV4_BYTES;
      case IPV6 -> TYPE_AND_PORT_BYTES + Address.IPV6_BYTES;
      case NAME -> TYPE_AND_PORT_BYTES + 1 + second;
      default -> UNKNOWN_TYPE;
    };
  }

  /** Reads where a connection is to go: a name is welcome, port 0 is a fault. */
  public AddressFault readTarget(final ByteBuffer in) {
    return read(in, true);
  }

  /** Reads an address with any port: a name is a fault. */
  public AddressFault readEndpoint(final ByteBuffer in) {
    return read(in, false);
  }

  /** What {@link #readTarget} found when it found no fault. */
  public Target target() {
    return target;
  }

  /** What {@link #readEndpoint} found when it found no fault. */
  public Endpoint endpoint() {
    return (Endpoint) target;
  }

  private AddressFault read(final ByteBuffer in, final boolean isTarget) {
    target = Endpoint.NONE;
    if (!in.hasRemaining()) {
      return AddressFault.TRUNCATED;
    }
    final int type = in.get(in.position()) & 0xff;
    if (fieldBytes(type, 0) == UNKNOWN_TYPE) {
      return AddressFault.UNKNOWN_TYPE;
    }
    if (type == NAME && !isTarget) {
      return AddressFault.NAME_NOT_ALLOWED;
    }
    if (in.remaining() < 2 || in.remaining() < fieldBytes(type, in.get(in.position() + 1) & 0xff)) {
      return AddressFault.TRUNCATED;
    }
    in.get();
    return type == NAME ? readName(in) : readAddress(in, type, isTarget);
  }

  private AddressFault readName(final ByteBuffer in) {
    final byte[] octets = new byte[in.get() & 0xff];
    in.get(octets);
    final int port = in.getShort() & Target.MAX_PORT;
    if (octets.length == 0) {
      return AddressFault.EMPTY_NAME;
    }
    for (final byte octet : octets) {
      if (!NamedTarget.mayStandInName(octet)) {
        return AddressFault.BAD_NAME;
      }
    }
    if (port == 0) {
      return AddressFault.PORT_ZERO;
    }
    target = new NamedTarget(new String(octets, StandardCharsets.US_ASCII), port);
    return AddressFault.NONE;
  }

  private AddressFault readAddress(final ByteBuffer in, final int type, final boolean isTarget) {
    final Address address = Address.read(in, type == IPV4 ? Address.IPV4_BYTES : Address.IPV6_BYTES);
    final int port = in.getShort() & Target.MAX_PORT;
    if (port == 0 && isTarget) {
      return AddressFault.PORT_ZERO;
    }
    target = new Endpoint(address, port);
    return AddressFault.NONE;
  }
}
