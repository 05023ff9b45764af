package org.braidwire.gateway.policy;

import org.braidwire.gateway.base.Address;

/**
 * What is known of one request.
 *
 * @param source where the client is
 * @param user who the client proved to be, or null
 * @param name the target's name as the client sent it, or null where it sent an address
 * @param address the target's address: sent, or one that the name resolved to; null while the name is not resolved
 * @param port of the target
 * @param frontEnd name of what took the request
 */
public record Facts(Address source, String user, String name, Address address, int port, String frontEnd) {
  /** A target is a name, an address, or a name and an address of it. */
  public Facts {
    if (name == null && address == null) {
      throw new IllegalArgumentException("a request has a target");
    }
  }

  /** The same request, for an address that its name resolved to. */
  public Facts resolved(final Address found) {
    return new Facts(source, user, name, found, port, frontEnd);
  }
}
