package org.braidwire.gateway.config;

import java.util.Arrays;

/** One key that both ends share. Tells its secret to whoever asks for it by name, and to no text. Immutable. */
public final class TunnelKey {
  private final int id;
  private final byte[] secret;

  TunnelKey(final int id, final byte[] secret) {
    this.id = id;
    this.secret = secret.clone();
  }

  /** The key's name in the tunnel's protocol, an unsigned number of 32 bits, not 0. */
  public int id() {
    return id;
  }

  /** A copy, 32 to 64 octets. */
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof final TunnelKey key && key.id == id && Arrays.equals(key.secret, secret);
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return "tunnel key " + Integer.toUnsignedString(id);
  }
}
