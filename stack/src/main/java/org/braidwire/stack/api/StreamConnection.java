package org.braidwire.stack.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.braidwire.stack.base.KeepAlive;

/**
 * A connection as two blocking streams, for application threads, platform or virtual. Nothing here runs on the
 * engine's thread and nothing here may be called from it.
 *
 * <p>A reader that is slow closes the window; a network that is slow blocks the writer.
 */
public final class StreamConnection implements AutoCloseable {
  /** How long {@link #close()} waits for the peer to acknowledge everything and to finish, before it aborts. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

  private final Braidwire stack;
  private final String peer;
  private final StreamBridge bridge;
  private final StreamInput input;
  private final StreamOutput output;

  StreamConnection(final Braidwire stack, final StreamBridge bridge, final String peer) {
    this.stack = stack;
    this.bridge = bridge;
    this.peer = peer;
    input = new StreamInput(bridge, peer);
    output = new StreamOutput(bridge, peer);
  }

  /** How messages name this connection: where it was opened to, or the port it was accepted on. */
  public String peer() {
    return peer;
  }

  /** What the peer sends, in order, up to its end; a reset is an {@link ConnectionEndedException}. */
  public InputStream input() {
    return input;
  }

  /** What the peer is to read. */
  public OutputStream output() {
    return output;
  }

  /** As a read of {@link #input()}, into what is left of {@code target}; -1 at the end. */
  public int read(final ByteBuffer target) throws IOException {
    return input.read(target);
  }

  /** As a write to {@link #output()}, all that is left of {@code source}. */
  public void write(final ByteBuffer source) throws IOException {
    output.write(source);
  }

  /** No more will be sent (DATA_FIN after the last octet). Reading goes on. */
  public void shutdownOutput() {
    output.close();
  }

  /** Ends the connection at once, both ways; the peer sees a reset. */
  public void abort() {
    bridge.requestAbort();
    awaitEnd(ABORT_TIMEOUT);
  }

  /**
   * Finishes sending, discards what still arrives, and waits until the peer has everything and has finished too.
   * After {@link #CLOSE_TIMEOUT} the connection is aborted; {@link #closeReason()} tells.
   */
  @Override
  public void close() {
    output.close();
    bridge.discardInput();
    if (!awaitEnd(CLOSE_TIMEOUT)) {
      abort();
    }
  }

  /**
   * Waits for the end of the connection without causing it.
   *
   * @return whether it has ended; false after {@code timeout} or an interrupt
   */
  public boolean awaitEnd(final Duration timeout) {
    return bridge.changes.await(() -> bridge.ended() != null, Braidwire.deadlineAfter(timeout));
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
}
