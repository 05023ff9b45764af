package org.braidwire.stack.connection;

import org.braidwire.stack.base.RandomSource;
import org.braidwire.stack.wire.MptcpCrypto;

/**
 * The keys of a connection and what follows from them: tokens and initial data sequence numbers (RFC 8684 3.1).
 * Never logged. Engine thread.
 */
public final class ConnectionKeys {
  private final MptcpCrypto crypto;
  private final RandomSource random;
  private long localKey;
  private long remoteKey;
  private int localToken;
  private int remoteToken;
  private long localIdsn;
  private long remoteIdsn;

  ConnectionKeys(final MptcpCrypto crypto, final RandomSource random) {
    this.crypto = crypto;
    this.random = random;
  }

  /** Draws keys until the token is one that this engine may use. */
  void drawLocal(final TokenRegistry tokens) {
    do {
      localKey = random.nextLong();
      localToken = crypto.token(localKey);
    } while (!tokens.isUsable(localToken));
    localIdsn = random.initialDataSequence(crypto.idsn(localKey));
  }

  void remote(final long key) {
    remoteKey = key;
    remoteToken = crypto.token(key);
    remoteIdsn = random.initialDataSequence(crypto.idsn(key));
  }

  long localKey() {
    return localKey;
  }

  long remoteKey() {
    return remoteKey;
  }

  int localToken() {
    return localToken;
  }

  int remoteToken() {
    return remoteToken;
  }

  long localIdsn() {
    return localIdsn;
  }

  long remoteIdsn() {
    return remoteIdsn;
  }
}
