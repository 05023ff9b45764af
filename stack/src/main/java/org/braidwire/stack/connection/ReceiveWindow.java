package org.braidwire.stack.connection;

/**
 * The window of a connection, which lives at data level (RFC 8684 3.3.1): what the application has consumed plus
 * the buffer. Every subflow offers the same edge; it never moves back.
 *
 * <p>The buffer opens as it is used, and no further than there are frames to hold it: see {@link WindowBudget}. Engine
 * thread.
 */
final class ReceiveWindow {
  /** The peer hears when the edge can move by this part of the buffer. */
  private static final int UPDATE_SHARE = 4;

  /** After a look that was in vain the next comes when this part of the smallest update more was consumed. */
  private static final int LOOK_SHARE = 4;

  /**
   * Octets that the buffer opens for each one consumed: as fast as slow start can ask for it, so that it delays nobody,
   * and idle connections promise little.
   */
  private static final int GROWTH = 2;

  private final WindowBudget budget;
  private int bufferBytes;
  private long first;
  private long consumed;
  private long offeredEdge;

  /** The widest window ever offered. */
  private long widestBytes;

  private long nextLook;
  private long promisedBytes;
  private boolean closed;

  ReceiveWindow(final int bufferBytes, final WindowBudget budget) {
    this.bufferBytes = bufferBytes;
    this.budget = budget;
  }

  /** A peer without window scaling can be offered no more than this. */
  void limit(final int bytes) {
    bufferBytes = Math.min(bufferBytes, bytes);
  }

  /** The first octet expected has data sequence number {@code dsn}. */
  void begin(final long dsn) {
    first = dsn;
    consumed = dsn;
    nextLook = dsn;
    widestBytes = Math.min(bufferBytes, WindowBudget.UNSEEN_BYTES);
    offeredEdge = dsn + widestBytes;
  }

  /** Octets to offer beyond {@code dataRcvNxt}. */
  long bytes(final long dataRcvNxt) {
    final long edge = edge(dataRcvNxt);
    return Math.max(0, later(edge, offeredEdge) - dataRcvNxt);
  }

  /** Where the window may end: for want of use, of buffer or of frames. */
  private long edge(final long dataRcvNxt) {
    final long byBuffer = consumed + openBytes();
    final long byFrames = later(unseenEdge(), dataRcvNxt + budget.coveredBytes(promisedBytes));
    return byBuffer - byFrames < 0 ? byBuffer : byFrames;
  }

  /** What is granted whether there are frames or not. */
  private long unseenEdge() {
    return consumed + WindowBudget.UNSEEN_BYTES;
  }

  private static long later(final long a, final long b) {
    return a - b > 0 ? a : b;
  }

  /** How much of the buffer is open. */
  private long openBytes() {
    return Math.min(bufferBytes, WindowBudget.UNSEEN_BYTES + GROWTH * (consumed - first));
  }

  /** A segment that offers {@code windowBytes} beyond {@code dataRcvNxt} has left. */
  void onOffered(final long dataRcvNxt, final long windowBytes) {
    offeredEdge = later(dataRcvNxt + windowBytes, offeredEdge);
    widestBytes = Math.max(widestBytes, windowBytes);
    if (!closed) {
      promise(Math.max(0, offeredEdge - later(dataRcvNxt, unseenEdge())));
    }
  }

  private void promise(final long bytes) {
    budget.promise(bytes - promisedBytes);
    promisedBytes = bytes;
  }

  void onConsumed(final int count) {
    consumed += count;
  }

  /** Whether the edge has room to move far enough that the peer must hear (RFC 9293 3.8.6.2.2). */
  boolean isUpdateDue(final long dataRcvNxt) {
    final int leastBytes = Math.ceilDiv(Math.min(bufferBytes, WindowBudget.UNSEEN_BYTES), UPDATE_SHARE);
    final long atMost = consumed + bufferBytes - offeredEdge;
    if (atMost < leastBytes || consumed - nextLook < 0) {
      return false; // not even if the whole buffer were open; or hardly more than at the last look
    }
    final long whole =
        Math.min(openBytes(), Math.max(WindowBudget.UNSEEN_BYTES, budget.coveredBytes(promisedBytes)));
    final boolean due = edge(dataRcvNxt) - offeredEdge >= whole / UPDATE_SHARE;
    nextLook = due ? consumed : consumed + leastBytes / LOOK_SHARE;
    return due;
  }

  /**
   * Octets before {@code end} that nothing allows a sender to send now. It may count the largest window that it remembers
   * of any subflow from the newest DATA_ACK (RFC 8684 3.3.5), which goes beyond the edge when the window has become
   * smaller since on other subflows; Linux does. What holds such octets is bounded by {@code PinnedFrames}.
   */
  long beyondBytes(final long end, final long dataRcvNxt) {
    return Math.max(0, end - later(offeredEdge, dataRcvNxt + widestBytes));
  }

  /** Nothing more will come: the promise is over. */
  void close() {
    closed = true;
    promise(0);
  }
}
