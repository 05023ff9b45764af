package org.braidwire.gateway.policy;

/**
 * Where the gateway itself can be reached.
 *
 * @param port 0 for all ports of the address
 */
public record OwnEndpoint(Address address, int port) {
  boolean isAt(final Address target, final int targetPort) {
    return address.equals(target.carriedV4().orElse(target)) && (port == 0 || port == targetPort);
  }
}
