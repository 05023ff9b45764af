package org.braidwire.lab;

/**
 * A small timestamped message: length (4 octets), sequence number (8), intended send time (8), then {@link Pattern}
 * bytes up to a length that follows from the sequence number, so that a receiver knows what must come.
 */
final class MessageFormat {
  static final int MIN_BYTES = 64;
  static final int MAX_BYTES = 256;
  static final int SEQUENCE_OFFSET = 4;
  static final int TIME_OFFSET = 12;
  static final int HEADER_BYTES = 20;
  /** Positions of one message's padding in its pattern; no two messages share any. */
  private static final int PADDING_STRIDE_BYTES = 256;

  private static final int STRIDE_BYTES = 29;

  private MessageFormat() {}

  /** 64 to 256 octets, differing from one message to the next. */
  static int lengthBytes(final long sequence) {
    return MIN_BYTES + (int) (sequence * STRIDE_BYTES % (MAX_BYTES - MIN_BYTES + 1));
  }

  static long paddingPosition(final long sequence) {
    return sequence * PADDING_STRIDE_BYTES;
  }
}
