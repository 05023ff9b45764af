package org.braidwire.stack.connection;

/** Which connection a token means (RFC 8684 3.2), one engine's. Engine thread. */
public interface TokenRegistry {
  /** The connection with this local token, or {@code null}. */
  Connection find(int token);

  /** Whether a key with this token may be used here: free, and with the engine's bits. */
  boolean isUsable(int token);

  void register(int token, Connection connection);

  void unregister(int token);
}
