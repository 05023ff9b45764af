package org.braidwire.stack.wire;

import org.braidwire.io.frame.Memory;

/** REMOVE_ADDR (RFC 8684 3.4.2) of a received segment: address identifiers, read where they lie. */
public final class RemoveAddr {
  static final int FIXED_BYTES = 3;
  static final int MAX_IDS = TcpHeader.MAX_OPTION_BYTES - FIXED_BYTES;

  private long ids;
  private int count;

  RemoveAddr() {}

  public boolean present() {
    return count != 0;
  }

  /** How many identifiers, 1 to 37. */
  public int count() {
    return count;
  }

  public int id(final int index) {
    assert index >= 0 && index < count : index;
    return Memory.getUnsignedByte(ids + index);
  }

  void clear() {
    count = 0;
  }

  boolean decode(final long option, final int bytes) {
    if (bytes == FIXED_BYTES) {
      return false;
    }
    ids = option + FIXED_BYTES;
    count = bytes - FIXED_BYTES;
    return true;
  }
}
