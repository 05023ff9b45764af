package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;

/** Sends back what arrives and takes no more than it can send. */
final class EchoHandler implements ConnectionHandler {
  @Override
  public int onData(
      final MptcpConnection connection, final MemorySegment memory, final long offset, final int length) {
    return Math.max(0, connection.offer(memory, offset, length));
  }

  @Override
  public void onWritable(final MptcpConnection connection) {
    connection.resumeReading();
  }

  @Override
  public void onPeerClosed(final MptcpConnection connection) {
    connection.close();
  }
}
