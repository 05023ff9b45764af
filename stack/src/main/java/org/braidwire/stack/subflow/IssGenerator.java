package org.braidwire.stack.subflow;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.braidwire.stack.base.RandomSource;

/**
 * Initial sequence numbers (RFC 6528 3): a 4-microsecond clock plus a keyed hash of the four-tuple. Engine
 * thread.
 */
public final class IssGenerator {
  private static final int TICK_NS = 4000;
  private static final int TUPLE_BYTES = 36;
  private static final int SECRET_BYTES = 16;
  private static final int DIGEST_BYTES = 32;

  private final RandomSource random;
  private final MessageDigest sha256;
  private final byte[] input = new byte[TUPLE_BYTES + SECRET_BYTES];
  private final byte[] digest = new byte[DIGEST_BYTES];

  public IssGenerator(final RandomSource random) {
    this.random = random;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    putLong(TUPLE_BYTES, random.nextLong());
    putLong(TUPLE_BYTES + Long.BYTES, random.nextLong());
  }

  int generate(final Subflow subflow, final long nowNs) {
    putLong(0, subflow.localHigh());
    putLong(8, subflow.localLow());
    putLong(16, subflow.remoteHigh());
    putLong(24, subflow.remoteLow());
    putLong(28, subflow.remoteLow() << 32 | (long) subflow.localPort() << 16 | subflow.remotePort());
    try {
      sha256.update(input);
      sha256.digest(digest, 0, DIGEST_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    final int hash =
        (digest[0] & 0xff) << 24 | (digest[1] & 0xff) << 16 | (digest[2] & 0xff) << 8 | (digest[3] & 0xff);
    return random.initialSequence(hash + (int) (nowNs / TICK_NS));
  }

  private void putLong(final int index, final long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      input[index + i] = (byte) (value >>> (56 - 8 * i));
    }
  }
}
