package org.braidwire.stack.connection;

import java.lang.foreign.MemorySegment;
import org.braidwire.stack.base.Counter;
import org.braidwire.stack.base.KeepAlive;

/**
 * The application's hand on a connection: octets in, with back-pressure as a return code, and the requests that
 * take effect before the cycle ends. Tells the application what happened, each thing once. Engine thread.
 */
public final class ApplicationSide {
  private final Connection connection;
  private final ApplicationEvents events;
  private final SendBuffer buffer;
  private final Delivery delivery;

  private KeepAlive keepAlive;
  private boolean claiming;
  private boolean abortRequested;
  private boolean writableWanted;
  private boolean establishedTold;
  private boolean closedTold;

  ApplicationSide(
      final Connection connection,
      final ApplicationEvents events,
      final SendBuffer buffer,
      final Delivery delivery) {
    this.connection = connection;
    this.events = events;
    this.buffer = buffer;
    this.delivery = delivery;
    keepAlive = connection.context().subflows().keepAlive();
  }

  /** Address of {@code bytes} contiguous octets to write and commit; 0 when there is no room now. */
  public long claim(final int bytes) {
    final long address = buffer.claim(bytes);
    if (address == 0) {
      awaitRoom();
    } else if (!claiming) {
      claiming = true;
      connection.context().host().awaitCycleEnd(connection);
    }
    return address;
  }

  /** Sends the front of the claim; false when there is none any more. */
  public boolean commit(final int bytes) {
    if (!maySend()) {
      return false; // closed since the claim: the DATA_FIN has its number already
    }
    assert buffer.hasClaim() : "commit of " + bytes + " octets without a claim of the same cycle";
    if (!buffer.hasClaim()) {
      return false;
    }
    buffer.commit(bytes);
    connection.counters().add(Counter.SENT_COPIED_BYTES, bytes);
    connection.scheduleOutput();
    return true;
  }

  /** Claims end with their cycle. */
  public void onCycleEnd() {
    claiming = false;
    buffer.voidClaim();
  }

  /** Copies what fits; returns octets taken. */
  public int offer(final MemorySegment source, final long offset, final int length) {
    final int taken = buffer.offer(source, offset, length);
    connection.counters().add(Counter.SENT_COPIED_BYTES, taken);
    if (taken < length) {
      awaitRoom();
    }
    if (taken > 0) {
      connection.scheduleOutput();
    }
    return taken;
  }

  private void awaitRoom() {
    writableWanted = true;
    if (!buffer.mayGrow()) {
      connection.counters().increment(Counter.CHUNKS_REFUSED);
      connection.context().host().awaitMemory(connection);
    }
  }

  /** Whether octets are still taken from the application. */
  public boolean maySend() {
    return connection.isOpen() && !connection.sender().isFinQueued() && !abortRequested;
  }

  public long writableBytes() {
    return maySend() ? buffer.roomBytes() : 0;
  }

  /** Whether the application was refused and waits for room. */
  public boolean isWritableWanted() {
    return writableWanted && connection.isOpen();
  }

  /** No more will be sent. */
  public void close() {
    connection.sender().close();
    connection.scheduleOutput();
  }

  /** Ends the connection before the cycle ends. */
  public void abort() {
    abortRequested = true;
    delivery.stop();
    connection.scheduleOutput();
  }

  /** Keeps the octets of the callback that runs; a handle of 0 or more, or a negative number at the bound. */
  public long retain() {
    return delivery.retain();
  }

  /** Gives back what {@link #retain} kept: the window opens. */
  public void release(final long handle) {
    delivery.release(handle);
    connection.scheduleOutput();
  }

  /** What the handler threw, if that ended the connection; else {@code null}. */
  public Exception failure() {
    return delivery.failure();
  }

  /** Joins from the own path of that index, because the application wants it; false when no join was sent. */
  public boolean join(final int path, final long remoteHigh, final long remoteLow, final int remotePort) {
    return connection
        .context()
        .paths()
        .join(
            connection,
            path,
            remoteHigh,
            remoteLow,
            remotePort,
            connection.context().host().nowNs());
  }

  /** When peers of this connection are asked whether they are there while they rest; from now on. */
  public void keepAlive(final KeepAlive wanted) {
    keepAlive = wanted;
    for (int i = 0; i < connection.subflowCount(); i++) {
      connection
          .subflow(i)
          .tcp()
          .sender()
          .onKeepAliveChanged(connection.context().host().nowNs());
    }
  }

  KeepAlive keepAlive() {
    return keepAlive;
  }

  /** Offers again what the application left unconsumed. */
  public void resumeReading() {
    delivery.requestResume();
    connection.scheduleOutput();
  }

  /** There is room again, or memory. */
  public void onRoom() {
    if (writableWanted) {
      connection.scheduleOutput();
    }
  }

  /** Tells the application what it has not heard. Called once a cycle, never inside its own calls. */
  void tell() {
    if (!establishedTold && connection.isEstablished()) {
      establishedTold = true;
      guard(Event.ESTABLISHED, null);
      delivery.begin();
    }
    delivery.resume();
    if (isWritableWanted() && buffer.roomBytes() > 0) {
      if (buffer.mayGrow()) {
        writableWanted = false;
        guard(Event.WRITABLE, null);
      } else {
        connection.context().host().awaitMemory(connection);
      }
    }
    if (delivery.pollPeerClosed()) {
      guard(Event.PEER_CLOSED, null);
    }
  }

  /** The last word, when everything that arrived was consumed or nothing more will be. */
  boolean tellClosed(final ConnectionEnd end) {
    if (!closedTold && (end != null || delivery.waitingBytes() == 0)) {
      closedTold = true;
      guard(Event.CLOSED, end == null ? ConnectionEnd.FINISHED : end);
      delivery.releaseRetained();
    }
    return closedTold;
  }

  private enum Event {
    ESTABLISHED,
    WRITABLE,
    PEER_CLOSED,
    CLOSED
  }

  /** An exception of the application's ends its connection, and nothing else; then only the end is told. */
  private void guard(final Event event, final ConnectionEnd end) {
    if (event != Event.CLOSED && endWanted() != null) {
      return;
    }
    try {
      switch (event) {
        case ESTABLISHED -> events.onEstablished();
        case WRITABLE -> events.onWritable();
        case PEER_CLOSED -> events.onPeerClosed();
        case CLOSED -> events.onClosed(end);
      }
    } catch (final Exception thrown) {
      delivery.fail(thrown);
    }
  }

  /** Why the connection is to be ended, by the application's wish or fault; {@code null} if it is not. */
  ConnectionEnd endWanted() {
    if (abortRequested) {
      return ConnectionEnd.ABORTED;
    }
    return delivery.failure() != null ? ConnectionEnd.HANDLER_FAILED : null;
  }
}
