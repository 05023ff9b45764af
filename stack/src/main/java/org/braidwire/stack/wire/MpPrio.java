package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/** MP_PRIO (RFC 8684 3.3.8) of a received segment: what the subflow that carries it shall be for the peer. */
public final class MpPrio {
  static final int BYTES = 3;

  static final int BACKUP = 0x01;

  private boolean present;
  private boolean backup;

  MpPrio() {}

  public boolean present() {
    return present;
  }

  /** Flag B. */
  public boolean backup() {
    return backup;
  }

  void clear() {
    present = false;
  }

  boolean decode(final long option, final int bytes) {
    if (bytes != BYTES) {
      return false;
    }
    present = true;
    backup = (Memory.getUnsignedByte(option + 2) & BACKUP) != 0;
    return true;
  }
}
