package org.braidwire.gateway.tunnel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that an entry and an exit share, under a number. Never says the secret. Immutable, any thread. */
public final class TunnelKey {
  public static final int MIN_BYTES = 32;

  /** More would be hashed first and add nothing: the block of SHA-256 (RFC 2104 section 3). */
  public static final int MAX_BYTES = 64;

  private static final String HMAC = "HmacSHA256";

  private final int id;
  private final SecretKeySpec secret;

  /**
   * Copies the secret.
   *
   * @param secret {@link #MIN_BYTES} to {@link #MAX_BYTES} octets that nobody can guess
   */
  public TunnelKey(final int id, final byte[] secret) {
    if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a key of " + secret.length + " octets is not from " + MIN_BYTES + " to " + MAX_BYTES);
    }
    this.id = id;
    this.secret = new SecretKeySpec(secret, HMAC);
  }

  /** The number that requests name it by; all 32 bits count. */
  public int id() {
    return id;
  }

  /** HMAC-SHA-256 (RFC 2104) of {@code first} and all that {@code second} has. */
  byte[] mac(final byte[] first, final ByteBuffer second) {
    try {
      final Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      mac.update(first);
      mac.update(second);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /** In constant time. */
  static boolean equal(final byte[] a, final byte[] b) {
    return MessageDigest.isEqual(a, b);
  }

  /** Whether both have the same number and the same secret; of the secret in constant time. */
  @Override
  public boolean equals(final Object other) {
    return other instanceof final TunnelKey key && key.id == id && key.secret.equals(secret);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "key " + Integer.toUnsignedString(id);
  }
}
