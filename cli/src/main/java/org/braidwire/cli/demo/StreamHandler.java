package org.braidwire.cli.demo;

import java.lang.foreign.MemorySegment;
import org.braidwire.lab.StreamSink;
import org.braidwire.lab.StreamSource;
import org.braidwire.stack.api.CloseReason;
import org.braidwire.stack.api.ConnectionHandler;
import org.braidwire.stack.api.ConnectionInfo;
import org.braidwire.stack.api.MptcpConnection;

/**
 * The application on one connection of the stack: makes bytes straight in the send buffer and checks what arrives
 * where it lies. Engine thread; the flags may be read by any.
 */
final class StreamHandler implements ConnectionHandler {
  private final StreamSource source;
  private final StreamSink sink;
  private final int claimBytes;
  private MptcpConnection connection;
  private ConnectionInfo lastInfo;
  private boolean finished;
  private volatile boolean established;
  private volatile CloseReason ended;

  StreamHandler(final StreamSource source, final StreamSink sink, final int claimBytes) {
    this.source = source;
    this.sink = sink;
    this.claimBytes = claimBytes;
  }

  @Override
  public void onEstablished(final MptcpConnection opened) {
    connection = opened;
    established = true;
    pump();
  }

  @Override
  public int onData(final MptcpConnection from, final MemorySegment memory, final long offset, final int length) {
    sink.accept(memory.address() + offset, length, System.nanoTime());
    return length;
  }

  @Override
  public void onWritable(final MptcpConnection writable) {
    pump();
  }

  @Override
  public void onPeerClosed(final MptcpConnection from) {
    sink.onEnd(System.nanoTime());
  }

  @Override
  public void onClosed(final MptcpConnection closed, final CloseReason reason) {
    lastInfo = closed.info();
    connection = null;
    ended = reason;
  }

  /** Sends what is due; asked again when there is room, and by the pacer when time has passed. */
  void pump() {
    while (connection != null && !finished) {
      final long nowNs = System.nanoTime();
      if (source.isExhausted()) {
        finished = true;
        connection.close();
      } else if (source.nextDueNs(nowNs) != StreamSource.NOW || !produce(nowNs)) {
        return;
      }
    }
  }

  private boolean produce(final long nowNs) {
    final long offset = connection.tryClaim(claimBytes);
    if (offset < 0) {
      return false;
    }
    final int made = source.produce(connection.memory().address() + offset, claimBytes, nowNs);
    if (made > 0) {
      connection.commit(made);
    }
    return made > 0;
  }

  boolean isEstablished() {
    return established;
  }

  /** Why the connection is over; null while it is not. */
  CloseReason ended() {
    return ended;
  }

  /** The connection now or as it ended; null before it opened. Engine thread. */
  ConnectionInfo info() {
    return connection == null ? lastInfo : connection.info();
  }
}
