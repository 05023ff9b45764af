package org.braidwire.stack.packets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.MptcpConnection;

/** An application that notes what it is told and sends what it is asked to. */
final class Recorder implements ConnectionHandler {
  final StringBuilder received = new StringBuilder();
  MptcpConnection connection;
  boolean peerClosed;
  CloseReason closed;

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
  }

  @Override
  public int onData(final MptcpConnection from, final MemorySegment memory, final long offset, final int length) {
    final byte[] octets = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    received.append(new String(octets, StandardCharsets.US_ASCII));
    return length;
  }

  @Override
  public void onPeerClosed(final MptcpConnection by) {
    peerClosed = true;
  }

  @Override
  public void onClosed(final MptcpConnection which, final CloseReason reason) {
    closed = reason;
  }

  void send(final String text) {
    final byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    final int taken = connection.offer(MemorySegment.ofArray(octets), 0, octets.length);
    if (taken != octets.length) {
      throw new AssertionError("the send buffer took " + taken + " of " + octets.length);
    }
  }
}
