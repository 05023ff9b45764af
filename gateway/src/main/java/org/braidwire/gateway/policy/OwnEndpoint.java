package org.braidwire.gateway.policy;

import org.braidwire.gateway.base.Address;

/**
 * Where the gateway itself can be reached.
 *
 * @param port 0 for all ports of the addresses
 */
public record OwnEndpoint(Prefix addresses, int port) {
  boolean isAt(final Address target, final int targetPort) {
    return addresses.contains(target.carriedV4().orElse(target)) && (port == 0 || port == targetPort);
  }
}
