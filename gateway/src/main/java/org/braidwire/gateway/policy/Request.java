package org.braidwire.gateway.policy;

import org.braidwire.gateway.base.Endpoint;
import org.braidwire.gateway.base.NamedTarget;
import org.braidwire.gateway.base.Target;

/**
 * What a client asked for.
 *
 * @param front name of the listener that it came to
 * @param source where the client is
 * @param user who it proved to be; empty for nobody
 * @param target where it wants to go
 */
public record Request(String front, Endpoint source, String user, Target target) {
  /** What the policy is to judge. */
  public Facts facts() {
    final String proven = user.isEmpty() ? null : user;
    return switch (target) {
      case Endpoint endpoint ->
        new Facts(source.address(), proven, null, endpoint.address(), endpoint.port(), front);
      case NamedTarget named -> new Facts(source.address(), proven, named.name(), null, named.port(), front);
    };
  }

  /** For a journal: one line without anything that a client could break it with. */
  @Override
  public String toString() {
    return source + (user.isEmpty() ? "" : " (" + user + ")") + " by " + front + " to " + target;
  }
}
