package org.braidwire.simulation.check;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What RFC 8684 3.1 derives from a key: the token and the initial data sequence number. */
final class KeyDigest {
  private static final int IDSN_AT = 24;

  private KeyDigest() {}

  static int token(final long key) {
    return sha256(key).getInt(0);
  }

  static long idsn(final long key) {
    return sha256(key).getLong(IDSN_AT);
  }

  private static ByteBuffer sha256(final long key) {
    try {
      final byte[] octets = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
