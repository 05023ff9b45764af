package org.braidwire.gateway.base;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An address with a port. As a target, a source or what a connection was bound to.
 *
 * @param port from 0, which is none, to 65535
 */
public record Endpoint(Address address, int port) implements Target {
  /** What is said when there is no endpoint: 0.0.0.0:0. */
  public static final Endpoint NONE = new Endpoint(Address.NONE, 0);

  public Endpoint {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not from 0 to " + MAX_PORT);
    }
  }

  /**
   * Reads {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Endpoint parse(final String text) {
    final HostAndPort parts = HostAndPort.split(text);
    return new Endpoint(Address.parse(parts.host()), parts.port());
  }

  /** Where a socket of the host is; {@link #NONE} for null. */
  public static Endpoint of(final SocketAddress address) {
    return address instanceof final InetSocketAddress inet
        ? new Endpoint(Address.of(inet.getAddress()), inet.getPort())
        : NONE;
  }

  /** The same for the host's sockets. */
  public InetSocketAddress socketAddress() {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address.octets()), port);
    } catch (final UnknownHostException wrongLength) {
      throw new AssertionError("an address has 4 or 16 octets", wrongLength);
    }
  }

  /** Whether another listener cannot be there beside this one. */
  public boolean overlaps(final Endpoint other) {
    return port == other.port
        && (address.equals(other.address) || address.isUnspecified() || other.address.isUnspecified());
  }

  @Override
  public void writeTo(final ByteBuffer out) {
    out.put((byte) (address.isV4() ? AddressReader.IPV4 : AddressReader.IPV6));
    address.writeTo(out);
    out.putShort((short) port);
  }

  @Override
  public String toString() {
    return new HostAndPort(address.toString(), port).toString();
  }
}
