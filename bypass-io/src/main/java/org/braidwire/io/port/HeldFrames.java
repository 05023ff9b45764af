package org.braidwire.io.port;

/**
 * Frames held back by a {@link FaultInjector}, a few at most, each with a count of events after which it is due.
 * Holds the references of what it keeps. One thread.
 */
final class HeldFrames {
  /** More than this many are never held; the next one passes in order. */
  static final int CAPACITY = 16;

  static final int NONE = -1;

  private final long[] headers = new long[CAPACITY];
  private final int[] headerBytes = new int[CAPACITY];
  private final long[] payloads = new long[CAPACITY];
  private final int[] payloadBytes = new int[CAPACITY];
  private final long[] offloads = new long[CAPACITY];
  private final int[] due = new int[CAPACITY];
  private int size;

  boolean isFull() {
    return size == CAPACITY;
  }

  int size() {
    return size;
  }

  void add(
      final long header,
      final int bytesOfHeader,
      final long payload,
      final int bytesOfPayload,
      final long offload,
      final int events) {
    headers[size] = header;
    headerBytes[size] = bytesOfHeader;
    payloads[size] = payload;
    payloadBytes[size] = bytesOfPayload;
    offloads[size] = offload;
    due[size++] = events;
  }

  /** A frame has passed, or a cycle without one. */
  void onEvent() {
    for (int i = 0; i < size; i++) {
      due[i]--;
    }
  }

  /** The longest held frame whose time has come, or {@link #NONE}. */
  int firstDue() {
    for (int i = 0; i < size; i++) {
      if (due[i] <= 0) {
        return i;
      }
    }
    return NONE;
  }

  void remove(final int at) {
    size--;
    for (int i = at; i < size; i++) {
      headers[i] = headers[i + 1];
      headerBytes[i] = headerBytes[i + 1];
      payloads[i] = payloads[i + 1];
      payloadBytes[i] = payloadBytes[i + 1];
      offloads[i] = offloads[i + 1];
      due[i] = due[i + 1];
    }
  }

  long header(final int at) {
    return headers[at];
  }

  int headerBytes(final int at) {
    return headerBytes[at];
  }

  long payload(final int at) {
    return payloads[at];
  }

  int payloadBytes(final int at) {
    return payloadBytes[at];
  }

  long offload(final int at) {
    return offloads[at];
  }
}
