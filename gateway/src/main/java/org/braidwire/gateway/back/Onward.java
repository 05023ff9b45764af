package org.braidwire.gateway.back;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.relay.Leg;

/** The way to a target. It may be written to before the target has answered. */
public interface Onward extends Leg {
  /**
   * Waits until the target is reached. Whoever reads without having asked waits here as well. One thread.
   *
   * @return what the connection to the target is bound to, {@link Endpoint#NONE} where that is not known
   * @throws ConnectFailure if it is not reached; the leg is aborted then
   */
  Endpoint awaitConnected() throws ConnectFailure;
}
