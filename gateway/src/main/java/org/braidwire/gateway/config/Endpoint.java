package org.braidwire.gateway.config;

import org.braidwire.gateway.policy.Address;
import org.braidwire.gateway.policy.PortRange;

/**
 * An address and a port.
 *
 * @param port 1 to 65535
 */
public record Endpoint(Address address, int port) {
  /**
   * Reads {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Endpoint parse(final String text) {
    final HostAndPort parts = HostAndPort.split(text);
    return new Endpoint(Address.parse(parts.host()), parts.port());
  }

  /** Whether another listener cannot be there beside this one. */
  boolean overlaps(final Endpoint other) {
    return port == other.port
        && (address.equals(other.address) || address.isUnspecified() || other.address.isUnspecified());
  }

  @Override
  public String toString() {
    return HostAndPort.join(address.toString(), port);
  }

  /** The two parts of a text; the port is checked, the host is not. */
  record HostAndPort(String host, int port) {
    static HostAndPort split(final String text) {
      final int colon = text.lastIndexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("'" + text + "' has no port");
      }
      final String host = text.substring(0, colon);
      final boolean bracketed = host.startsWith("[") && host.endsWith("]");
      if (bracketed != host.indexOf(':') >= 0) {
        throw new IllegalArgumentException(
            "'" + text + "' is unclear; IPv6 stands in brackets, such as [::1]:80");
      }
      final PortRange port = PortRange.parse(text.substring(colon + 1));
      if (port.first() != port.last()) {
        throw new IllegalArgumentException("'" + text + "' has more than one port");
      }
      return new HostAndPort(bracketed ? host.substring(1, host.length() - 1) : host, port.first());
    }

    static String join(final String host, final int port) {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
