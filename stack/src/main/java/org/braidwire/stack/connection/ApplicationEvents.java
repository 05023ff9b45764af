package org.braidwire.stack.connection;

/** What a connection tells the floor above it. Engine thread. */
public interface ApplicationEvents {
  void onEstablished();

  /**
   * In-order octets, valid until the method returns.
   *
   * @return how many were consumed, 0 to {@code length}
   */
  int onData(long address, int length);

  /** Room in the send buffer after a refusal. */
  void onWritable();

  /** The peer's last octet was consumed, and it said that it was the last. */
  void onPeerClosed();

  /** The last call. */
  void onClosed(ConnectionEnd end);
}
