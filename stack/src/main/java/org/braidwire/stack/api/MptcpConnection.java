package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;
import org.braidwire.stack.base.KeepAlive;

/**
 * One connection, as the application on the engine's thread sees it. No method blocks; back-pressure is a return
 * code. Calls from another thread are a bug: use {@link Braidwire}'s streams there.
 *
 * <p>A cycle is one turn of the engine: what has arrived, then timers, then output. What is asked for inside a
 * callback, sending, {@link #close()} and {@link #abort()}, takes effect when the cycle ends, so that no callback
 * ever finds the connection halfway through a step. Outside callbacks, between two cycles, it takes effect when the
 * next one ends.
 */
public interface MptcpConnection {
  /** {@link #tryClaim}: no room now; {@link ConnectionHandler#onWritable} follows. {@link #retain}: at the bound. */
  long BACK_PRESSURE = -1;

  /** {@link #tryClaim}: this direction is closed. */
  long CLOSED = -2;

  /**
   * Longest claim: contiguous, so that one segment's payload never crosses a piece of memory. Four fill a piece, which
   * leaves as one super-segment where the device cuts them.
   */
  int MAX_CLAIM_BYTES = 15 * 1024;

  /** The memory that claims and received slices lie in. */
  MemorySegment memory();

  /**
   * Claims {@code bytes} contiguous octets of the send buffer, to be written in place and committed before the cycle
   * ends. A later claim or offer replaces an uncommitted one. A claim says nothing about the subflow: that is chosen
   * when the octets leave.
   *
   * @param bytes 1 to {@link #MAX_CLAIM_BYTES}
   * @return the offset in {@link #memory()}, or {@link #BACK_PRESSURE} or {@link #CLOSED}
   */
  long tryClaim(int bytes);

  /**
   * Sends the first {@code bytes} octets of the claim, 1 to its length. Commits of one cycle that fit a segment share
   * one.
   *
   * @return false, with nothing sent, when this direction was closed since the claim, or when there is no claim of
   *     this cycle; the latter is a bug of the caller's, which an assertion reports where they are enabled
   */
  boolean commit(int bytes);

  /**
   * Copies what fits into the send buffer.
   *
   * @return octets taken, 0 to {@code length}, or -1 when this direction is closed
   */
  int offer(MemorySegment source, long offset, int length);

  /** Octets the send buffer takes now. */
  long writableBytes();

  /**
   * Inside {@link ConnectionHandler#onData}: keeps the octets that this call was given, and consumes, where they lie
   * beyond its return, until {@link #release}, but not beyond the return of {@link ConnectionHandler#onClosed}. They
   * stay in the window: the peer may send as many octets less. Once a call is enough; again gives the same handle.
   *
   * <p>The frames that retained octets lie in, counted whole, may make up half of the receive buffer; beyond that
   * there is no retaining, and the application copies what it wants to keep.
   *
   * @return a handle for {@link #release}, 0 or more, or {@link #BACK_PRESSURE}
   * @throws IllegalStateException outside {@code onData}
   */
  long retain();

  /**
   * Gives back what {@link #retain} kept; the octets must not be read any more.
   *
   * @throws IllegalArgumentException if this connection retains nothing by that handle
   */
  void release(long retained);

  /** Offers again what {@link ConnectionHandler#onData} left unconsumed, before the cycle ends. */
  void resumeReading();

  /** No more will be sent (DATA_FIN after the last byte). Receiving goes on. */
  void close();

  /**
   * Ends the connection before the cycle ends; the peer sees a reset (MP_FASTCLOSE). Of the handler only
   * {@link ConnectionHandler#onClosed} is called after this.
   */
  void abort();

  /**
   * When the peer is asked whether it is there while the connection rests, from now on (RFC 9293 3.8.4); until then as
   * {@link StackConfig#keepAlive} has it. {@link KeepAlive#OFF} asks no more.
   */
  void keepAlive(KeepAlive keepAlive);

  /**
   * Joins a further subflow (RFC 8684 3.2) from an own path to an address of the peer. A client joins over its paths
   * by itself; a server needs this where it knows that its peer listens. Whether the join is answered shows in
   * {@link #info()}.
   *
   * @param path index of the own path, in the order the stack was given them
   * @param remoteHigh upper half of the IPv6-wide address
   * @param remoteLow lower half
   * @return false when no join was sent: plain TCP, not open, nothing heard yet that shows that the peer speaks MPTCP,
   *     an address and port at which it takes no joins, too many subflows, no free port, or the link is down
   */
  boolean join(int path, long remoteHigh, long remoteLow, int remotePort);

  /** A snapshot; allocates. */
  ConnectionInfo info();

  /** What the handler threw, where that ended the connection ({@link CloseReason#HANDLER_FAILED}); else null. */
  Exception failure();
}
