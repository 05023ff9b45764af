package org.braidwire.gateway.base;

import java.nio.ByteBuffer;

/** Where a connection is to go: to an address, or to a name that somebody has yet to resolve. */
public sealed interface Target permits Endpoint, NamedTarget {
  int MAX_PORT = 0xffff;

  /**
   * Reads {@code db.example.net:5432}, {@code 192.0.2.1:80} or {@code [2001:db8::1]:80}; a name as {@link HostName} has it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Target parse(final String text) {
    final HostAndPort parts = HostAndPort.split(text);
    return AddressText.parse(parts.host())
        .<Target>map(address -> new Endpoint(address, parts.port()))
        .orElseGet(() -> new NamedTarget(HostName.parse(parts.host()).text(), parts.port()));
  }

  /** From 1; 0 only in an {@link Endpoint} that is no target. */
  int port();

  /**
   * Writes type, address or name, and port as RFC 1928 section 5 has them.
   *
   * @param out big endian, with room for {@link AddressReader#MAX_BYTES}
   */
  void writeTo(ByteBuffer out);
}
