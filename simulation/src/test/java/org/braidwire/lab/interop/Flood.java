package org.braidwire.lab.interop;

import java.lang.foreign.MemorySegment;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** Sends as much as is taken and consumes what comes. On the engine's thread, but for what it is asked. */
final class Flood implements ConnectionHandler {
  private volatile long receivedBytes;

  /** Octets consumed so far. Any thread. */
  long receivedBytes() {
    return receivedBytes;
  }

  @Override
  public void onEstablished(final MptcpConnection connection) {
    onWritable(connection);
  }

  @Override
  public void onWritable(final MptcpConnection connection) {
    while (connection.tryClaim(MptcpConnection.MAX_CLAIM_BYTES) >= 0) {
      connection.commit(MptcpConnection.MAX_CLAIM_BYTES);
    }
  }

  @Override
  public int onData(
      final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
    final long before = receivedBytes; // one writer
    receivedBytes = before + length;
    return length;
  }
}
