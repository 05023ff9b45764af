package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A handler whose callbacks a test fills in, and which notes what it was told. */
final class Script implements ConnectionHandler {
  /** What {@code onData} does. */
  interface Reader {
    int read(MptcpConnection connection, long offset, int length);
  }

  Consumer<MptcpConnection> onEstablished = connection -> {};
  Consumer<MptcpConnection> onWritable = connection -> {};
  Consumer<MptcpConnection> onPeerClosed = connection -> {};
  BiConsumer<MptcpConnection, CloseReason> onClosed = (connection, reason) -> {};
  Reader onData = (connection, offset, length) -> length;

  MptcpConnection connection;
  CloseReason closed;
  Exception failure;
  int calls;
  long received;
  private boolean inside;

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
    enter();
    onEstablished.accept(opened);
    inside = false;
  }

  @Override
  public int onData(final MptcpConnection from, final MemorySegment memory, final long offset, final int length) {
    enter();
    calls++;
    final int taken = onData.read(from, offset, length);
    received += taken;
    inside = false;
    return taken;
  }

  @Override
  public void onWritable(final MptcpConnection to) {
    enter();
    onWritable.accept(to);
    inside = false;
  }

  @Override
  public void onPeerClosed(final MptcpConnection by) {
    enter();
    onPeerClosed.accept(by);
    inside = false;
  }

  @Override
  public void onClosed(final MptcpConnection which, final CloseReason reason) {
    closed = reason;
    failure = which.failure();
    onClosed.accept(which, reason);
  }

  /** No callback ever runs inside another. */
  private void enter() {
    if (inside) {
      throw new AssertionError("a callback inside a callback");
    }
    inside = true;
  }

  /** Sends {@code length} octets that count up from {@code first}. */
  static void send(final MptcpConnection to, final int first, final int length) {
    final byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (first + i);
    }
    final int taken = to.offer(MemorySegment.ofArray(octets), 0, length);
    if (taken != length) {
      throw new AssertionError("the send buffer took " + taken + " of " + length);
    }
  }

  /** Whether the octets at {@code offset} count up from {@code first}. */
  static boolean countsUp(final MptcpConnection connection, final long offset, final int length, final int first) {
    for (int i = 0; i < length; i++) {
      if (connection.memory().get(ValueLayout.JAVA_BYTE, offset + i) != (byte) (first + i)) {
        return false;
      }
    }
    return true;
  }
}
