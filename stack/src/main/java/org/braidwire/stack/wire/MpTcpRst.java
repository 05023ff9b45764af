package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/** MP_TCPRST (RFC 8684 3.6) of a received segment: why the subflow was reset. */
public final class MpTcpRst {
  public static final int REASON_UNSPECIFIED = 0;
  public static final int REASON_MPTCP_SPECIFIC = 1;
  public static final int REASON_LACK_OF_RESOURCES = 2;
  public static final int REASON_ADMINISTRATIVELY_PROHIBITED = 3;
  public static final int REASON_TOO_MUCH_OUTSTANDING_DATA = 4;
  public static final int REASON_UNACCEPTABLE_PERFORMANCE = 5;
  public static final int REASON_MIDDLEBOX_INTERFERENCE = 6;

  /** Flag T: the condition may pass, so the subflow may be tried again. */
  public static final int TRANSIENT = 0x01;

  static final int BYTES = 4;

  private boolean present;
  private int flags;
  private int reason;

  MpTcpRst() {}

  public boolean present() {
    return present;
  }

  /** Flags U, V, W and T, T lowest. */
  public int flags() {
    return flags;
  }

  /** Flag T. */
  public boolean isTransient() {
    return (flags & TRANSIENT) != 0;
  }

  /** One of the REASON constants, or one that is not assigned yet. */
  public int reason() {
    return reason;
  }

  void clear() {
    present = false;
  }

  boolean decode(final long option, final int bytes) {
    if (bytes != BYTES) {
      return false;
    }
    present = true;
    flags = Memory.getUnsignedByte(option + 2) & 0xf;
    reason = Memory.getUnsignedByte(option + 3);
    return true;
  }
}
