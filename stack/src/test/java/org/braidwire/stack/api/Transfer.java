package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A handler that sends a number of generated octets and checks those that come, by position. */
final class Transfer implements ConnectionHandler {
  private final long key;
  private final long peerKey;
  private final long total;
  MptcpConnection connection;
  long sent;
  long received;
  long mismatchAt = -1;
  boolean established;
  boolean peerClosed;
  CloseReason closed;
  int limitPerCall = Integer.MAX_VALUE;

  /** The reader takes so many octets and then no more, until this is raised and it is told to go on. */
  long pauseAt = Long.MAX_VALUE;

  boolean closeWhenSent = true;

  Transfer(final long key, final long peerKey, final long total) {
    this.key = key;
    this.peerKey = peerKey;
    this.total = total;
  }

  static byte octet(final long key, final long position) {
    final long mixed = (position + key) * 0x9E3779B97F4A7C15L;
    return (byte) (mixed >>> 56);
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
    established = true;
    pump();
  }

  @Override
  public void onWritable(final MptcpConnection opened) {
    pump();
  }

  private void pump() {
    while (sent < total) {
      final int bytes = (int) Math.min(total - sent, 8000);
      final long offset = connection.tryClaim(bytes);
      if (offset < 0) {
        return;
      }
      for (int i = 0; i < bytes; i++) {
        connection.memory().set(ValueLayout.JAVA_BYTE, offset + i, octet(key, sent + i));
      }
      connection.commit(bytes);
      sent += bytes;
    }
    if (closeWhenSent) {
      connection.close();
    }
  }

  @Override
  public int onData(final MptcpConnection opened, final MemorySegment memory, final long offset, final int length) {
    final int take = (int) Math.min(Math.min(length, limitPerCall), pauseAt - received);
    for (int i = 0; i < take; i++) {
      if (memory.get(ValueLayout.JAVA_BYTE, offset + i) != octet(peerKey, received + i) && mismatchAt < 0) {
        mismatchAt = received + i;
      }
    }
    received += take;
    return take;
  }

  @Override
  public void onPeerClosed(final MptcpConnection opened) {
    peerClosed = true;
  }

  @Override
  public void onClosed(final MptcpConnection opened, final CloseReason reason) {
    closed = reason;
  }
}
