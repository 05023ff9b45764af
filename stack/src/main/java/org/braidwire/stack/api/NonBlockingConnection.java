package org.braidwire.stack.api;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.braidwire.stack.base.KeepAlive;

/**
 * A connection as a channel that never blocks, for application threads that serve several; {@link Readiness} says
 * when one is worth a look. One thread uses it at a time, and not the engine's.
 *
 * <p>What {@link MptcpConnection} counts for a send buffer counts here for the ring to the engine: octets are written in
 * place by {@link #tryClaim} and {@link #commit}, or copied by {@link #write}. A reader that is slow closes the window.
 */
public final class NonBlockingConnection implements ByteChannel {
  /** The next in {@link Readiness}'s list; that of the thread which holds this in it. */
  NonBlockingConnection nextReady;

  private final Braidwire stack;
  private final StreamBridge bridge;
  private final Readiness readiness;
  private final String peer;
  private final AtomicBoolean listed = new AtomicBoolean();

  private final boolean accepted;

  // Written by the application's thread, and read by the engine's to see whether there is somebody to tell.

  /** Whether room is to be told of; so too that the connection is open. Cleared when it is told. */
  private volatile boolean roomWanted = true;

  private volatile boolean inputEndRead;
  private volatile boolean endRead;
  private volatile boolean closed;

  private boolean outputShut;
  private Object attachment;

  /**
   * @param accepted whether a listener made it: its application hears of it only if it opens
   */
  NonBlockingConnection(
      final Braidwire stack,
      final StreamBridge bridge,
      final Readiness readiness,
      final String peer,
      final boolean accepted) {
    this.stack = stack;
    this.bridge = bridge;
    this.readiness = readiness;
    this.peer = peer;
    this.accepted = accepted;
    bridge.onNews(this::onNews);
  }

  /** How messages name this connection: where it was opened to, or the port it was accepted on. */
  public String peer() {
    return peer;
  }

  /** Whatever the application keeps with this connection; null at first. */
  public Object attachment() {
    return attachment;
  }

  /** Keeps something with this connection. */
  public void attach(final Object kept) {
    attachment = kept;
  }

  /** Whether the connection has opened, now or ever. Before that nothing can be read or written. */
  public boolean isEstablished() {
    return bridge.isEstablished();
  }

  /**
   * Takes what has arrived, as far as it fits.
   *
   * @return octets taken, 0 if there are none now, -1 after the peer's last one
   * @throws ConnectionEndedException when everything was read of a connection that ended otherwise
   */
  @Override
  public int read(final ByteBuffer target) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    // Looked at before the ring: octets that came before the end are then still seen.
    final CloseReason ended = bridge.ended();
    if (bridge.isEstablished()) {
      final int count = bridge.inbound().read(target);
      if (count > 0) {
        bridge.afterRead();
        return count;
      }
      if (!target.hasRemaining() && bridge.inbound().readable() > 0) {
        return 0;
      }
      if (bridge.inbound().isDrained() || ended == CloseReason.FINISHED) {
        inputEndRead = true;
        endRead |= ended != null;
        return -1;
      }
    }
    throwIfEnded(ended);
    return 0;
  }

  /**
   * Gives what fits to the engine; the octets are on their way. After less than everything {@link Readiness} tells
   * when there is room again.
   *
   * @return octets given, 0 to {@code source.remaining()}
   * @throws ConnectionEndedException when the connection has ended
   */
  @Override
  public int write(final ByteBuffer source) throws IOException {
    checkOutput();
    int count = 0;
    if (bridge.isEstablished()) {
      count = bridge.outbound().write(source);
      if (count > 0) {
        bridge.notifyEngine();
      }
    }
    if (source.hasRemaining()) {
      awaitRoom();
    }
    return count;
  }

  /** The memory that claims lie in; there is none before the connection is open. */
  public MemorySegment memory() {
    checkEstablished();
    return bridge.outbound().memory();
  }

  /**
   * Claims {@code bytes} contiguous octets of the ring to the engine, to be written in place and committed. Good until
   * the next claim or write.
   *
   * @param bytes 1 to {@link MptcpConnection#MAX_CLAIM_BYTES}
   * @return the offset in {@link #memory()}, or {@link MptcpConnection#BACK_PRESSURE}
   * @throws ConnectionEndedException when the connection has ended
   */
  public long tryClaim(final int bytes) throws IOException {
    if (bytes < 1 || bytes > MptcpConnection.MAX_CLAIM_BYTES) {
      throw new IllegalArgumentException(
          "a claim is 1 to " + MptcpConnection.MAX_CLAIM_BYTES + " octets, not " + bytes);
    }
    checkOutput();
    final int offset = bridge.isEstablished() ? bridge.outbound().tryClaim(bytes) : ByteRing.NO_ROOM;
    if (offset == ByteRing.NO_ROOM) {
      awaitRoom();
      return MptcpConnection.BACK_PRESSURE;
    }
    return offset;
  }

  /** Sends the first {@code bytes} octets of the claim, 1 to its length; false, and nothing, without one. */
  public boolean commit(final int bytes) {
    checkEstablished();
    final boolean sent = !closed && !outputShut && bridge.outbound().commit(bytes);
    if (sent) {
      bridge.notifyEngine();
    }
    return sent;
  }

  private void checkEstablished() {
    if (!bridge.isEstablished()) {
      throw new NotYetConnectedException();
    }
  }

  private void checkOutput() throws IOException {
    if (closed || outputShut) {
      throw new ClosedChannelException();
    }
    throwIfEnded(bridge.ended());
  }

  private void throwIfEnded(final CloseReason ended) throws ConnectionEndedException {
    if (ended != null) {
      endRead = true;
      throw new ConnectionEndedException(peer, ended);
    }
  }

  private void awaitRoom() {
    roomWanted = true;
    VarHandle.fullFence();
    onNews(); // the engine may have made room before it could see the wish
  }

  /** No more will be sent (DATA_FIN after the last octet). Reading goes on. */
  public void shutdownOutput() {
    checkEstablished();
    if (!closed && !outputShut) {
      outputShut = true;
      bridge.outbound().finish();
      bridge.notifyEngine();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Finishes sending, discards what still arrives, and does not wait: after {@link StreamConnection#CLOSE_TIMEOUT} what
   * has not ended is aborted. A connection that is not open yet is aborted at once.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (bridge.isEstablished()) {
        bridge.abandon();
      } else {
        bridge.requestAbort();
      }
    }
  }

  /** Ends the connection at once, both ways; the peer sees a reset. Does not wait. */
  public void abort() {
    closed = true;
    bridge.requestAbort();
  }

  /** Why the connection ended, or null while it has not. */
  public CloseReason closeReason() {
    return bridge.ended();
  }

  /** See {@link MptcpConnection#keepAlive}; returns when it holds. */
  public void keepAlive(final KeepAlive keepAlive) {
    bridge.keepAlive(stack, Objects.requireNonNull(keepAlive));
  }

  /** A snapshot, taken now or when the connection ended. */
  public ConnectionInfo info() {
    return bridge.info(stack);
  }

  /** What the stack calls. */
  ConnectionHandler handler() {
    return bridge;
  }

  // ---- for Readiness -----------------------------------------------------------------------------------------

  /** Any thread: something was published that may make this connection ready. */
  void onNews() {
    VarHandle.fullFence();
    if (isReady() && !listed.get() && listed.compareAndSet(false, true)) {
      readiness.add(this);
    }
  }

  /** Selecting thread: it was handed out before; what was not read then is still to be read. */
  void tellIfReadable() {
    if (isReadable()) {
      onNews();
    }
  }

  /** Selecting thread: takes it from the list; false when it is not to be handed out. */
  boolean take() {
    listed.set(false);
    VarHandle.fullFence();
    final boolean ready = isReady();
    roomWanted = false;
    return ready;
  }

  private boolean isReady() {
    return isReadable() || roomWanted && !closed && bridge.isEstablished() && bridge.isWritable();
  }

  private boolean isReadable() {
    if (closed) {
      return false;
    }
    final boolean over = bridge.ended() != null && !endRead;
    if (!bridge.isEstablished()) {
      return over && !accepted;
    }
    return over || bridge.inbound().readable() > 0 || bridge.inbound().isDrained() && !inputEndRead;
  }
}
