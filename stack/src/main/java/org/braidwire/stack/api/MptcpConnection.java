package org.braidwire.stack.api;

import java.lang.foreign.MemorySegment;

/**
 * One connection, as the application on the engine's thread sees it. No method blocks; back-pressure is a return
 * code. Calls from another thread are a bug: use {@link Braidwire}'s streams there.
 */
public interface MptcpConnection {
  /** {@link #tryClaim}: no room now; {@link ConnectionHandler#onWritable} follows. */
  long BACK_PRESSURE = -1;

  /** {@link #tryClaim}: this direction is closed. */
  long CLOSED = -2;

  /** Longest claim: contiguous, so that one segment's payload never crosses a piece of memory. */
  int MAX_CLAIM_BYTES = 16 * 1024;

  /** The memory that claims and received slices lie in. */
  MemorySegment memory();

  /**
   * Claims {@code bytes} contiguous octets of the send buffer, to be written in place and committed before the
   * callback or cycle ends. A new claim replaces an uncommitted one.
   *
   * @param bytes 1 to {@link #MAX_CLAIM_BYTES}
   * @return the offset in {@link #memory()}, or {@link #BACK_PRESSURE} or {@link #CLOSED}
   */
  long tryClaim(int bytes);

  /** Sends the first {@code bytes} octets of the claim, 1 to its length. */
  void commit(int bytes);

  /**
   * Copies what fits into the send buffer.
   *
   * @return octets taken, 0 to {@code length}, or -1 when this direction is closed
   */
  int offer(MemorySegment source, long offset, int length);

  /** Octets the send buffer takes now. */
  long writableBytes();

  /** Offers again what {@link ConnectionHandler#onData} left unconsumed, before the cycle ends. */
  void resumeReading();

  /** No more will be sent (DATA_FIN after the last byte). Receiving goes on. */
  void close();

  /** Ends the connection at once; the peer sees a reset (MP_FASTCLOSE). */
  void abort();

  /**
   * Joins a further subflow (RFC 8684 3.2) from an own path to an address of the peer. A client joins over its paths
   * by itself; a server needs this where it knows that its peer listens. Whether the join is answered shows in
   * {@link #info()}.
   *
   * @param path index of the own path, in the order the stack was given them
   * @param remoteHigh upper half of the IPv6-wide address
   * @param remoteLow lower half
   * @return false when no join was sent: plain TCP, not open, too many subflows, no free port, or the link is down
   */
  boolean join(int path, long remoteHigh, long remoteLow, int remotePort);

  /** A snapshot; allocates. */
  ConnectionInfo info();
}
