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

  /**
   * The initial subflow sequence number for the one that RFC 6528 {@code derived}. A simulation overrides it to
   * begin before a wrap; everything else leaves it alone.
   */
  default int initialSequence(final int derived) {
    return derived;
  }

  /** The initial data sequence number for the one {@code derived} from a key, likewise; the same at both ends. */
  default long initialDataSequence(final long derived) {
    return derived;
  }

  /** A strong source for production. */
  static RandomSource secure() {
    return new SecureRandom()::nextLong;
  }
}
