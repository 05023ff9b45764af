package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;

/**
 * What an application does with one connection. Every method is called on the engine's thread and must not
 * block, for it would block every connection of the engine; {@link MptcpConnection}'s methods may be called from
 * inside, and never call back.
 *
 * <p>An exception thrown here ends this connection only: {@link #onClosed} follows with
 * {@link CloseReason#HANDLER_FAILED}, and {@link MptcpConnection#failure()} says what it was. An {@link Error} ends
 * the engine.
 */
public interface ConnectionHandler {
  /** The connection is open: data may be sent, and will arrive. */
  default void onEstablished(MptcpConnection connection) {}

  /**
   * In-order bytes have arrived. They lie in the frame they came in and live until this method returns, unless
   * {@link MptcpConnection#retain()} keeps them.
   *
   * @param memory the memory they lie in
   * @param offset of the first byte in {@code memory}
   * @param length number of bytes, at least 1
   * @return how many were consumed, 0 to {@code length}; the rest is kept and offered again, before anything that
   *     comes after it, when {@link MptcpConnection#resumeReading()} asks for it, and the window shrinks meanwhile
   */
  int onData(MptcpConnection connection, MemorySegment memory, long offset, int length);

  /** After a refused claim or a short offer: there is room again. */
  default void onWritable(MptcpConnection connection) {}

  /** The peer has finished sending and everything it sent was consumed. Sending may go on. */
  default void onPeerClosed(MptcpConnection connection) {}

  /** The connection is over; no further call follows, and what was retained goes back when this one returns. */
  default void onClosed(MptcpConnection connection, CloseReason reason) {}
}
