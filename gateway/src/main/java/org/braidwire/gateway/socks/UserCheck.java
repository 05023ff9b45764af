package org.braidwire.gateway.socks;

/** Says whether a user has a password. Slow on purpose: never on a thread that others wait for. Any thread. */
@FunctionalInterface
public interface UserCheck {
  /**
   * Takes as long for users that it does not know.
   *
   * @param password 1 to 255 octets as they came, not kept and not changed
   */
  boolean accepts(String user, byte[] password);
}
