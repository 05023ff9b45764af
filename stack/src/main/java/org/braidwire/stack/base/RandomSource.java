package org.braidwire.stack.base;

import java.security.SecureRandom;

/**
 * The one source of chance, injected so that a simulation replays. In production it is cryptographically strong:
 * keys, nonces and initial sequence numbers come from it.
 */
@FunctionalInterface
public interface RandomSource {
  long nextLong();

  default int nextInt() {
    return (int) (nextLong() >>> 32);
  }

  /** A strong source for production. */
  static RandomSource secure() {
    return new SecureRandom()::nextLong;
  }
}
