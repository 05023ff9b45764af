package org.braidwire.gateway.front;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Target;
import org.braidwire.gateway.policy.Request;
import org.braidwire.gateway.relay.Leg;

/** All connections go to one target. A client learns of a failure by a reset: there is nothing else to tell it by. */
public final class ForwardFront implements Front {
  private final String name;
  private final Target target;
  private final Carrier carrier;

  public ForwardFront(final String name, final Target target, final Carrier carrier) {
    this.name = name;
    this.target = target;
    this.carrier = carrier;
  }

  @Override
  public void serve(final Leg client, final Endpoint source) {
    carrier.serveAtOnce(new Request(name, source, "", target), client);
  }
}
