package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.braidwire.io.frame.Memory;
import org.braidwire.stack.base.KeepAlive;
import org.braidwire.stack.connection.ApplicationEvents;
import org.braidwire.stack.connection.Connection;
import org.braidwire.stack.connection.ConnectionContext;
import org.braidwire.stack.connection.ConnectionEnd;

/** The public face of one connection, and the bearer of its events to the application's handler. Engine thread. */
final class ConnectionAdapter implements MptcpConnection, ApplicationEvents {
  private final Connection connection;
  private final ConnectionHandler handler;

  ConnectionAdapter(final ConnectionContext context, final ConnectionHandler handler, final boolean client) {
    this.handler = handler;
    connection = new Connection(context, this, client);
  }

  Connection connection() {
    return connection;
  }

  // ---- events for the application ----------------------------------------------------------------------------

  @Override
  public void onEstablished() {
    handler.onEstablished(this);
  }

  @Override
  public int onData(final long address, final int length) {
    return handler.onData(this, Memory.all(), address, length);
  }

  @Override
  public void onWritable() {
    handler.onWritable(this);
  }

  @Override
  public void onPeerClosed() {
    handler.onPeerClosed(this);
  }

  @Override
  public void onClosed(final ConnectionEnd end) {
    handler.onClosed(this, reason(end));
  }

  private static CloseReason reason(final ConnectionEnd end) {
    return switch (end) {
      case FINISHED -> CloseReason.FINISHED;
      case ABORTED -> CloseReason.ABORTED;
      case RESET_BY_PEER -> CloseReason.RESET_BY_PEER;
      case REFUSED -> CloseReason.REFUSED;
      case TIMED_OUT -> CloseReason.TIMED_OUT;
      case PROTOCOL_ERROR -> CloseReason.PROTOCOL_ERROR;
      case HANDLER_FAILED -> CloseReason.HANDLER_FAILED;
      case STACK_CLOSED -> CloseReason.STACK_CLOSED;
    };
  }

  // ---- what the application asks -----------------------------------------------------------------------------

  @Override
  public MemorySegment memory() {
    return Memory.all();
  }

  @Override
  public long tryClaim(final int bytes) {
    if (bytes < 1 || bytes > MAX_CLAIM_BYTES) {
      throw new IllegalArgumentException("a claim is 1 to " + MAX_CLAIM_BYTES + " octets, not " + bytes);
    }
    if (!connection.application().maySend()) {
      return CLOSED;
    }
    final long address = connection.application().claim(bytes);
    return address == 0 ? BACK_PRESSURE : address;
  }

  @Override
  public boolean commit(final int bytes) {
    return connection.application().commit(bytes);
  }

  @Override
  public int offer(final MemorySegment source, final long offset, final int length) {
    if (!connection.application().maySend()) {
      return -1;
    }
    if (offset < 0 || length < 0 || offset + length > source.byteSize()) {
      throw new IndexOutOfBoundsException(
          "offer of " + length + " octets at " + offset + " of a segment of " + source.byteSize());
    }
    return connection.application().offer(source, offset, length);
  }

  @Override
  public long writableBytes() {
    return connection.application().writableBytes();
  }

  @Override
  public long retain() {
    final long handle = connection.application().retain();
    return handle < 0 ? BACK_PRESSURE : handle;
  }

  @Override
  public void release(final long retained) {
    connection.application().release(retained);
  }

  @Override
  public Exception failure() {
    return connection.application().failure();
  }

  @Override
  public void resumeReading() {
    connection.application().resumeReading();
  }

  @Override
  public void close() {
    connection.application().close();
  }

  @Override
  public void abort() {
    connection.application().abort();
  }

  @Override
  public void keepAlive(final KeepAlive keepAlive) {
    connection.application().keepAlive(Objects.requireNonNull(keepAlive));
  }

  @Override
  public boolean join(final int path, final long remoteHigh, final long remoteLow, final int remotePort) {
    return connection.application().join(path, remoteHigh, remoteLow, remotePort);
  }

  @Override
  public ConnectionInfo info() {
    return ConnectionSnapshot.of(connection);
  }
}
