package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/** MP_FAIL (RFC 8684 3.7) of a received segment: from where on the data did not fit its checksum. */
public final class MpFail {
  static final int BYTES = 12;

  private boolean present;
  private long dsn;

  MpFail() {}

  public boolean present() {
    return present;
  }

  /** Where the refused mapping starts, always 64 bits. */
  public long dsn() {
    return dsn;
  }

  void clear() {
    present = false;
  }

  boolean decode(final long option, final int bytes) {
    if (bytes != BYTES) {
      return false;
    }
    present = true;
    dsn = Memory.getLong(option + 4);
    return true;
  }
}
