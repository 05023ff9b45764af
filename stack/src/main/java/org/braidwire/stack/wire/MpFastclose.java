package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/** MP_FASTCLOSE (RFC 8684 3.5) of a received segment: the abrupt end of the whole connection. */
public final class MpFastclose {
  static final int BYTES = 12;

  private boolean present;
  private long receiverKey;

  MpFastclose() {}

  public boolean present() {
    return present;
  }

  /** The key of whoever receives the option; another one is a forgery. */
  public long receiverKey() {
    return receiverKey;
  }

  void clear() {
    present = false;
  }

  boolean decode(final long option, final int bytes) {
    if (bytes != BYTES) {
      return false;
    }
    present = true;
    receiverKey = Memory.getLong(option + 4);
    return true;
  }
}
