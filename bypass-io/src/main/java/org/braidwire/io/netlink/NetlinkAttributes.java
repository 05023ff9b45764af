package org.braidwire.io.netlink;

import java.nio.ByteBuffer;

/** The attributes behind a netlink message's own header: each a length, a type and a value, aligned to four octets. */
final class NetlinkAttributes {
  /** What {@link #find} gives where there is none. */
  static final int NONE = -1;

  private static final int HEADER_BYTES = 4;

  /** Without the flags for nested ones and for the order of octets. */
  private static final int TYPE_MASK = 0x3fff;

  private NetlinkAttributes() {}

  /** Where the first attribute of a type begins, its header first; what does not parse ends the search. */
  static int find(final ByteBuffer in, final int from, final int end, final int type) {
    int at = from;
    while (end - at >= HEADER_BYTES) {
      final int bytes = in.getShort(at) & 0xffff;
      if (bytes < HEADER_BYTES || bytes > end - at) {
        return NONE;
      }
      if ((in.getShort(at + 2) & TYPE_MASK) == type) {
        return at;
      }
      at += align(bytes);
    }
    return NONE;
  }

  /** Where the value of the attribute at {@code at} begins. */
  static int value(final int at) {
    return at + HEADER_BYTES;
  }

  /** Octets of the value of the attribute at {@code at}. */
  static int valueBytes(final ByteBuffer in, final int at) {
    return (in.getShort(at) & 0xffff) - HEADER_BYTES;
  }

  /** Octets that {@code bytes} take with what follows aligned. */
  static int align(final int bytes) {
    return (bytes + 3) & ~3;
  }
}
