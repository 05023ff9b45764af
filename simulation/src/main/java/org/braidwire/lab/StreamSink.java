package org.braidwire.lab;

/**
 * What an application does with what arrives, whichever stack carried it. Owned by the thread that receives; the
 * counters may be read by any.
 */
public interface StreamSink {
  /** Takes all {@code bytes} octets at {@code address}, the next ones of the stream. */
  void accept(long address, int bytes, long nowNs);

  /** The peer has ended its direction. */
  void onEnd(long nowNs);

  /** Whether {@link #onEnd} was called. */
  boolean hasEnded();

  /** Bytes accepted so far. */
  long bytes();

  /** What was wrong with the bytes; null when nothing was. */
  String fault();

  /** The waiting times of this direction, by phase. */
  PhaseTimes times();
}
