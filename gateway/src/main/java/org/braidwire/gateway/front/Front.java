package org.braidwire.gateway.front;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.Leg;

/** What is done with one connection of a listener, on a virtual thread of its own; it may wait. */
@FunctionalInterface
public interface Front {
  /**
   * Serves a client to its end. Whatever is thrown is a bug; the leg is aborted then.
   *
   * @param source where the client is
   */
  void serve(Leg client, Endpoint source);
}
