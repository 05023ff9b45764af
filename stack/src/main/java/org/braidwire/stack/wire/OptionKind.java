package org.braidwire.stack.wire;

/** The TCP option kinds that the stack reads and writes. */
final class OptionKind {
  static final int END = 0;
  static final int NOP = 1;
  static final int MSS = 2;
  static final int WINDOW_SCALE = 3;
  static final int SACK_PERMITTED = 4;
  static final int SACK = 5;
  static final int TIMESTAMPS = 8;
  static final int MPTCP = 30;

  static final int MSS_BYTES = 4;
  static final int WINDOW_SCALE_BYTES = 3;
  static final int SACK_PERMITTED_BYTES = 2;
  static final int TIMESTAMPS_BYTES = 10;
  static final int SACK_BLOCK_BYTES = 8;
  static final int MAX_SACK_BLOCKS = 4;

  /** RFC 7323 2.3: a larger shift is used as 14. */
  static final int MAX_WINDOW_SCALE = 14;

  /** NOP NOP and the timestamps option's head: how RFC 7323 appendix A writes it, and nearly everybody. */
  static final int ALIGNED_TIMESTAMPS = NOP << 24 | NOP << 16 | TIMESTAMPS << 8 | TIMESTAMPS_BYTES;

  private OptionKind() {}
}
