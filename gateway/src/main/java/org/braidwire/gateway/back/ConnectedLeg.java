package org.braidwire.gateway.back;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.Leg;

/** The way to a target that is reached already. */
final class ConnectedLeg extends OnwardLeg {
  private final Endpoint bound;

  /** @param bound what the connection is bound to */
  ConnectedLeg(final Leg leg, final Endpoint bound) {
    super(leg);
    this.bound = bound;
  }

  @Override
  public Endpoint awaitConnected() {
    return bound;
  }
}
