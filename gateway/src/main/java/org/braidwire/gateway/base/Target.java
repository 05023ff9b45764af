package org.braidwire.gateway.base;

import java.nio.ByteBuffer;

/** Where a connection is to go: to an address, or to a name that somebody has yet to resolve. */
public sealed interface Target permits Endpoint, NamedTarget {
  int MAX_PORT = 0xffff;

  /** From 1; 0 only in an {@link Endpoint} that is no target. */
  int port();

  /**
   * Writes type, address or name, and port as RFC 1928 section 5 has them.
   *
   * @param out big endian, with room for {@link AddressReader#MAX_BYTES}
   */
  void writeTo(ByteBuffer out);
}
