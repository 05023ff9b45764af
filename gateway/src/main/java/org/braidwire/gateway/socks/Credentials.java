package org.braidwire.gateway.socks;

import java.util.Arrays;

/** A user and a password to be verified, once. Whoever verified them wipes them. */
public final class Credentials {
  private final String user;
  private final byte[] password;

  Credentials(final String user, final byte[] password) {
    this.user = user;
    this.password = password;
  }

  public String user() {
    return user;
  }

  /** Asks {@code check}, which may take a tenth of a second of a processor. */
  public boolean verifyBy(final UserCheck check) {
    return check.accepts(user, password);
  }

  /** Leaves nothing of the password behind; what then still asks is told that it is wrong. */
  public void wipe() {
    Arrays.fill(password, (byte) 0);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user;
  }
}
