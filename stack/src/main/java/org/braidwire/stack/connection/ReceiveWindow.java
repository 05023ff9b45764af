package org.braidwire.stack.connection;

/**
 * The window of a connection, which lives at data level (RFC 8684 3.3.1): what the application has consumed plus
 * the buffer. Every subflow offers the same edge; it never moves back. Engine thread.
 */
final class ReceiveWindow {
  /** What the windows of SYN and SYN/ACK offered, unscaled, before the first octet's number was known. */
  private static final int HANDSHAKE_BYTES = 0xffff;

  /** The peer hears when the edge can move by this part of the buffer. */
  private static final int UPDATE_SHARE = 4;

  private int bufferBytes;
  private long consumed;
  private long offeredEdge;

  ReceiveWindow(final int bufferBytes) {
    this.bufferBytes = bufferBytes;
  }

  /** A peer without window scaling can be offered no more than this. */
  void limit(final int bytes) {
    bufferBytes = Math.min(bufferBytes, bytes);
  }

  /** The first octet expected has data sequence number {@code dsn}. */
  void begin(final long dsn) {
    consumed = dsn;
    offeredEdge = dsn + Math.min(bufferBytes, HANDSHAKE_BYTES);
  }

  /** Octets to offer beyond {@code dataRcvNxt}. */
  long bytes(final long dataRcvNxt) {
    final long edge = consumed + bufferBytes;
    return Math.max(0, (edge - offeredEdge > 0 ? edge : offeredEdge) - dataRcvNxt);
  }

  /** A segment that offers {@code windowBytes} beyond {@code dataRcvNxt} has left. */
  void onOffered(final long dataRcvNxt, final long windowBytes) {
    final long edge = dataRcvNxt + windowBytes;
    if (edge - offeredEdge > 0) {
      offeredEdge = edge;
    }
  }

  void onConsumed(final int count) {
    consumed += count;
  }

  /** Whether the edge has room to move far enough that the peer must hear (RFC 9293 3.8.6.2.2). */
  boolean isUpdateDue() {
    return consumed + bufferBytes - offeredEdge >= bufferBytes / UPDATE_SHARE;
  }

  /** Whether {@code end} lies beyond everything ever offered. */
  boolean isBeyond(final long end) {
    return end - offeredEdge > 0;
  }
}
