package org.braidwire.gateway.front;

import java.io.IOException;
import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.Outcome;

/** How a client is told what became of its request. */
@FunctionalInterface
interface Answer {
  /**
   * Tells it.
   *
   * @param bound what the connection to the target is bound to, {@link Endpoint#NONE} if there is none
   */
  void tell(Outcome outcome, Endpoint bound) throws IOException;
}
