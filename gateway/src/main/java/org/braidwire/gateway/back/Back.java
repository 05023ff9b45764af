package org.braidwire.gateway.back;

import org.braidwire.gateway.policy.Decision;
import org.braidwire.gateway.policy.Request;

/** How targets are reached. Any thread, which may have to wait. */
public interface Back {
  /**
   * Begins to connect.
   *
   * @param decision what the policy said of the request; not a refusal
   * @throws ConnectFailure if nothing came of it; nothing stays open
   */
  Onward open(Request request, Decision decision) throws ConnectFailure;
}
