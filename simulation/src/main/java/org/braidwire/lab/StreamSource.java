package org.braidwire.lab;

/**
 * What an application sends: bytes made on demand, whichever stack carries them. Owned by the thread that sends;
 * {@link #finish} and {@link #bytes} may be called by any.
 */
public interface StreamSource {
  /** {@link #nextDueNs}: bytes are there now. */
  long NOW = Long.MIN_VALUE;
  /** {@link #nextDueNs}: no further bytes will come. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Writes the next bytes of the stream to {@code address}, at most {@code maxBytes}; what was written counts as
   * sent and is not made again.
   *
   * @return how many; 0 when nothing is due or {@code maxBytes} is too small for the next unit
   */
  int produce(long address, int maxBytes, long nowNs);

  /** When {@link #produce} will have something: a time of the same clock, {@link #NOW} or {@link #NEVER}. */
  long nextDueNs(long nowNs);

  /** Whether the stream has ended: everything was produced. */
  boolean isExhausted();

  /** Lets the stream end as soon as it may. */
  void finish();

  /** Bytes produced so far. */
  long bytes();
}
